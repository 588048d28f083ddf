"""Programs that manifests start beside a repository's own ones, and that run nothing of a repository.

Utilities of POSIX (https://pubs.opengroup.org/onlinepubs/9799919799/idx/utilities.html), of the GNU core utilities
(https://www.gnu.org/software/coreutils/manual/coreutils.html), and clients of servers; read 2026-11-21.
"""

from __future__ import annotations

TOOLS = frozenset(
    """
    [[ awk base64 basename break builtin cat chgrp continue cp curl cut date df diff dig dirname du echo egrep expr false fgrep find
    getent getopts grep gunzip gzip hash head hostname id install ip jobs jq kill ln local logger md5sum mktemp mv nc ncat
    netcat nslookup openssl pgrep ping pkill printenv printf ps pwd read readlink readonly realpath return sed seq sha256sum shift
    shopt sort stat stty sync tar tee touch tr tty type uname uniq unzip wait wc wget which whoami xxd yes yq zip

    createdb createuser dropdb initdb pg_dump pg_dumpall pg_isready pg_restore psql
    mc mongosh mysql mysqladmin mysqldump nats rabbitmqadmin redis-cli vault
    aws consul gcloud gsutil helm kubectl
    """.split()
)
