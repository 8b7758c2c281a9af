"""Generates `gen/` from the protos with the pinned grpcio-tools (`make protos`)."""

from __future__ import annotations

import shutil
import sys
from importlib import resources
from pathlib import Path

from grpc_tools import protoc

ROOT = Path(__file__).resolve().parent


def generate(target: Path) -> None:
    """Write the generated modules below `target`, replacing what is there.

    Raises SystemExit where protoc refuses a file.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    sources = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("loyalty/**/*.proto"))
    arguments = [
        "protoc",
        f"--proto_path={ROOT}",
        f"--proto_path={ROOT / 'third_party'}",
        f"--proto_path={resources.files('grpc_tools') / '_proto'}",
        f"--python_out={target}",
        f"--pyi_out={target}",
        f"--grpc_python_out={target}",
        *sources,
    ]
    if protoc.main(arguments) != 0:
        sys.exit("protoc failed")
    for stub in target.rglob("*_pb2_grpc.py"):
        if not stub.name.endswith("_service_pb2_grpc.py"):
            stub.unlink()
    (target / "loyalty" / "py.typed").touch()


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "gen")
