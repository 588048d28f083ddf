"""Client libraries, one file each; each module holds `CLIENT`."""
