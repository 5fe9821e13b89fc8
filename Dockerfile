FROM python:3.11.14-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /opt/provision-ledger

# The font that answers and letters are set in.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*

# Dependencies first: they change less often than the program. The lock holds the build tools too.
COPY deploy/requirements.txt deploy/requirements.txt
RUN python -m pip install --require-hashes -r deploy/requirements.txt

COPY pyproject.toml README.md ./
COPY schemas schemas
COPY ledger ledger
COPY streams streams
COPY deploy/healthy.sh deploy/healthy.sh
RUN python -m pip install --no-deps --no-build-isolation . \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin ledger

# A new volume takes owner and mode of the folder that it is mounted over, and whom the containers run as is not known
# here. Only one process has each volume of a memory.
RUN install --directory --mode 1777 /memory /export

USER 10001:10001
WORKDIR /tmp
ENTRYPOINT ["provision-ledger"]
CMD ["--help"]
