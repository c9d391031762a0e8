# AccessMap in production: `docker compose up`, or docs/deploy.md for anything else.
# syntax=docker/dockerfile:1

FROM node:22-bookworm-slim AS browser
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.12-slim-trixie AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/uv.txt requirements/base.txt /tmp/
RUN /opt/venv/bin/pip install --require-hashes -r /tmp/uv.txt \
    && /opt/venv/bin/uv pip install --python /opt/venv/bin/python --no-cache \
        --require-hashes -r /tmp/base.txt \
    && /opt/venv/bin/pip uninstall --yes uv

FROM python:3.12-slim-trixie
# postgresql-client is for backups: pg_dump refuses a server newer than itself, and the
# compose file serves 17, as this Debian has it.
# tini is process 1: it reaps the work-horses that RQ forks, and passes signals on.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client tini \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ACCESSMAP_DATA_DIR=/data \
    HOME=/tmp
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=browser /app/node_modules node_modules
# Group 0, so that OpenShift's random users may write where uid 10001 may.
RUN python manage.py messages --compile \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /data \
    && install -d -m 0770 -o 10001 -g 0 /data
USER 10001:0
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["tini", "-g", "--"]
# Everything that is written goes to /data and /tmp: the root may be read-only.
CMD ["gunicorn", "accessmap.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
