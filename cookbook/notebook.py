"""Executes docs/analysis.ipynb by this very Python, whatever kernels are installed on the machine, and keeps what it shows."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

NAME = "analysis.ipynb"
#: The variable that the notebook reads the analyst's address from.
ADDRESS = "TRANSCRIPTS_DATABASE_URL"
SECONDS = 60


class _Own(KernelSpecManager):
    """Knows one kernel: this interpreter's."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The kernel, whatever it is called in the notebook."""
        words = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=words, display_name="Python 3", language="python")


def executed(file: Path, url: str | None) -> Any:  # noqa: ANN401 (nbformat's notebook)
    """The notebook with what its cells show. Without ``url`` the variable is not set.

    Raises nbclient's CellExecutionError where a cell fails.
    """
    notebook = nbformat.read(file, as_version=4)
    kept = dict(notebook.metadata)
    environment = {name: value for name, value in os.environ.items() if name != ADDRESS}
    with tempfile.TemporaryDirectory(prefix="transcripts-notebook-") as folder:
        environment |= {"IPYTHONDIR": folder, "JUPYTER_RUNTIME_DIR": folder, "MPLCONFIGDIR": folder}
        manager = AsyncKernelManager(
            kernel_spec_manager=_Own(), connection_file=f"{folder}/kernel.json", transport="ipc", ip=f"{folder}/kernel"
        )
        client = NotebookClient(notebook, km=manager, timeout=SECONDS, record_timing=False)
        client.execute(
            env=environment | ({ADDRESS: url} if url else {}), cleanup_kc=True
        )  # a kernel given to it would stay
    notebook.metadata = nbformat.from_dict(kept)  # the kernel adds its Python's version
    return notebook


def text(notebook: Any) -> str:  # noqa: ANN401 (nbformat's notebook)
    """The notebook as its file holds it."""
    return str(nbformat.writes(notebook)) + "\n"


def shown(notebook: Any) -> list[list[str]]:  # noqa: ANN401 (nbformat's notebook)
    """What each cell of code shows, as text; of a picture that there is one."""
    return [[_output(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]


def _output(output: Any) -> str:  # noqa: ANN401 (nbformat's output)
    if output.output_type == "stream":
        return f"{output.name}: {output.text}"
    if output.output_type == "error":
        return f"error: {output.ename}: {output.evalue}"
    return "picture" if "image/png" in output.data else str(output.data["text/plain"])
