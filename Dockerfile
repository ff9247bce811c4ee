# syntax=docker/dockerfile:1
# The front end and the wheel are built first; what runs has neither Node nor a compiler.
FROM node:22-bookworm-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY frontend frontend
COPY opencoach/static opencoach/static
RUN node frontend/build.mjs

FROM python:3.13-slim-bookworm AS wheel
WORKDIR /build
RUN pip install --no-cache-dir build
COPY pyproject.toml README.md LICENSE ./
COPY opencoach opencoach
COPY --from=front-end /build/opencoach/static/build opencoach/static/build
RUN python -m build --wheel --outdir /wheels

FROM python:3.13-slim-bookworm
# pg_dump and pg_restore for backups of PostgreSQL
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin opencoach \
 && install -d -o opencoach -g opencoach -m 700 /data
COPY requirements/base.txt /tmp/base.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/base.txt && rm /tmp/base.txt
COPY --from=wheel /wheels /tmp/wheels
RUN pip install --no-cache-dir --no-deps /tmp/wheels/*.whl && rm -r /tmp/wheels
USER opencoach
WORKDIR /data
VOLUME /data
ENV OPENCOACH_DATA=/data OPENCOACH_HOST=0.0.0.0 OPENCOACH_PORT=8000 PYTHONUNBUFFERED=1
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["opencoach"]
CMD ["serve"]
