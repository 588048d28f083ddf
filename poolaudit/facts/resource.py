"""The name of something that a provider runs, as the configuration that makes it has it."""

from __future__ import annotations

from poolaudit._records import dataclass


@dataclass(frozen=True, slots=True)
class ResourceName:
    """A resource of one configuration: values of that configuration hold `address` where its host will be."""

    project: str
    """Folder of the configuration, as `Deployment.project`."""
    environment: str
    """As `Deployment.environment`."""
    address: str
    """`aws_db_proxy.main`, `module.db.aws_db_instance.this`; the template's name of the resource where it has no type in it."""
    endpoints: tuple[str, ...] = ()
    """Names of the endpoints in the catalog that it can be, for each engine and port: `rds-instance`."""
