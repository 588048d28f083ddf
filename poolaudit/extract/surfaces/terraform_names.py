"""Files of Terraform that give names their values, for those with resources. In: HCL trees. Out: a `Part` for each file."""

from __future__ import annotations

from poolaudit.extract.base import Surface
from poolaudit.extract.surfaces.terraform import extract

SURFACE = Surface("terraform_names", ("hcl",), extract, globs=("*.tf", "*.tofu", "*.tfvars", "*.tfvars.json"), supporting=True)
