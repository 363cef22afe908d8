"""P2F, Points to Functions: encodings E(x, t) of images, as NumPy arrays.

import p2f
client = p2f.connect()
codes = client.models["synthetic-vdrl"].encode(images, t=[0, 0.5, 1])   # [n, 3, d]
"""

from ._client import Client, connect
from ._datasets import Dataset
from ._errors import FieldError, JobFailed, Missing, NotConnected, P2FError, Problem
from ._evaluations import Analysis, Evaluation, Report, Study
from ._models import Model
from ._reconstructions import Reconstructions
from ._resources import Job, NotFound
from ._runs import Run
from ._trajectories import Trajectories

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Client",
    "Dataset",
    "Evaluation",
    "FieldError",
    "Job",
    "JobFailed",
    "Missing",
    "Model",
    "NotConnected",
    "NotFound",
    "P2FError",
    "Problem",
    "Reconstructions",
    "Report",
    "Run",
    "Study",
    "Trajectories",
    "connect",
]
