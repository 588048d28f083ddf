"""How many connections PostgreSQL of Amazon RDS and Aurora allows where no parameter says it.

Sources, read 2026-11-21: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html (`max_connections` is
`LEAST({DBInstanceClassMemory/9531392},5000)`, and the memory is that of the class less what the system takes),
https://aws.amazon.com/rds/instance-types/ (memory of the classes),
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html (serverless clusters),
https://repost.aws/articles/ARm5e6RHE3R4mnHS2S-UZUwA (that little capacity bounds them).
"""

from __future__ import annotations

BYTES_PER_CONNECTION = 9_531_392
MOST = 5000

LARGE = {
    "t2": 8, "t3": 8, "t4g": 8,
    "m4": 8, "m5": 8, "m5d": 8, "m6g": 8, "m6gd": 8, "m6i": 8, "m6id": 8, "m7g": 8, "m7i": 8, "m8g": 8,
    "r5": 16, "r5b": 16, "r5d": 16, "r6g": 16, "r6gd": 16, "r6i": 16, "r6id": 16, "r7g": 16, "r7i": 16, "r8g": 16,
}  # fmt: skip
"""Family of classes → GiB of `db.<family>.large`."""
SIZES = {
    "micro": 0.125, "small": 0.25, "medium": 0.5, "large": 1, "xlarge": 2, "2xlarge": 4, "4xlarge": 8, "8xlarge": 16,
    "12xlarge": 24, "16xlarge": 32, "24xlarge": 48, "32xlarge": 64, "48xlarge": 96,
}  # fmt: skip
"""Size → how many times the memory of `large`."""

SERVERLESS_CLASS = "db.serverless"
SERVERLESS = {1.0: 189, 4.0: 823, 8.0: 1669, 16.0: 3360, 32.0: 5000, 64.0: 5000, 128.0: 5000, 192.0: 5000, 256.0: 5000}
"""Most Aurora capacity units → connections; the manual names no others."""
LITTLE, MOST_OF_LITTLE = 0.5, 2000
"""Clusters that may shrink to this many units, or fewer, allow no more connections than this."""
