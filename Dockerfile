# The auditor with a browser and fonts, for pipelines. Runs as a user without rights; Chromium keeps its sandbox where the
# host allows user name spaces (docker run --security-opt seccomp=…, or --cap-add SYS_ADMIN), else says so in its log.
FROM python:3.12-slim-bookworm

RUN apt-get update -q \
 && apt-get install -yq --no-install-recommends chromium chromium-headless-shell fonts-dejavu-core fonts-liberation fonts-noto-core \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY auditor auditor
COPY rules rules
COPY reports reports
RUN pip install --no-cache-dir -c constraints.txt . && rm -rf /src \
 && useradd --create-home --uid 10001 auditor

USER auditor
WORKDIR /work
ENV AUDITOR_BROWSER=/usr/bin/chromium-headless-shell PYTHONUNBUFFERED=1
ENTRYPOINT ["auditor"]
CMD ["--help"]
