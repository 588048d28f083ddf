"""Images that are nobody's own code: official images and those of well-known publishers.

Names of Docker Hub's official images (https://hub.docker.com/u/library, read 2026-11-20) that turn up in manifests, and owners and
registries that publish ready-made software. An image that is missing here only costs a link to code, it never makes one.
"""

from __future__ import annotations

OFFICIAL = frozenset(
    """
    adminer alpine amazonlinux bash busybox caddy cassandra chronograf clickhouse consul couchbase couchdb debian docker drupal
    eclipse-mosquitto elasticsearch fedora flink fluentd ghost gitea golang gradle grafana haproxy hello-world httpd influxdb
    jenkins joomla kapacitor keycloak kibana kong logstash mariadb matomo maven mediawiki memcached mongo mongo-express mysql
    nats neo4j nextcloud nginx node odoo openjdk perl percona php phpmyadmin postgres python rabbitmq redis redmine registry
    rethinkdb rocket.chat ruby rust solr sonarqube telegraf tomcat traefik ubuntu valkey varnish vault wordpress zookeeper
    """.split()
)
SYSTEMS = frozenset("alpine amazonlinux busybox debian fedora scratch ubuntu".split())
"""Images that bring an operating system and no runtime of a language."""
SOFTWARE = frozenset(
    """
    adminer caddy cassandra chronograf clickhouse consul couchbase couchdb eclipse-mosquitto elasticsearch fluentd gitea grafana
    haproxy influxdb kapacitor keycloak kibana kong logstash mariadb memcached minio mongo mongo-express mysql nats neo4j nginx
    opensearch phpmyadmin postgres prometheus rabbitmq redis registry rethinkdb solr sonarqube telegraf traefik valkey varnish
    vault zookeeper
    """.split()
)
"""Last parts of names of images that run one finished program, whatever files of a repository they are given."""
SPEAK_REDIS = frozenset("redis redis-stack redis-stack-server valkey keydb dragonfly kvrocks".split())
"""Last parts of names of images that run Redis, or another server of its protocol, and no pooler (https://hub.docker.com/_/redis,
https://hub.docker.com/r/valkey/valkey, https://docs.keydb.dev, https://www.dragonflydb.io/docs, read 2026-11-21)."""
PUBLISHERS = frozenset(
    """
    apache bitnami bitnamilegacy cloudnative-pg cloudsql-docker cloud-sql-connectors confluentinc cockroachdb crunchydata
    curlimages dpage edoburu envoyproxy flyway fluent gcr.io grafana hashicorp haproxytech ingress-nginx istio jaegertracing
    jetstack k8s library linuxserver liquibase metabase migrate minio mher natsio nginxinc oliver006 openpolicyagent openzipkin
    otel pgbouncer pgvector postgis postgrest prom prometheus prometheuscommunity prometheus-community prometheus-operator
    quay rediscommander redis sorintlab supabase temporalio timescale traefik valkey victoriametrics wrouesnel zalando
    """.split()
)
REGISTRIES = (
    "registry.k8s.io/",
    "k8s.gcr.io/",
    "mcr.microsoft.com/",
    "docker.elastic.co/",
    "public.ecr.aws/",
    "registry.access.redhat.com/",
)
