#!/bin/sh
# Makes the role that AccessMap runs as. It owns nothing: `manage.py limit_role`, run by
# the owner after each migrate, gives it what it needs.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
	--set password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE accessmap_app LOGIN PASSWORD :'password';
SQL
