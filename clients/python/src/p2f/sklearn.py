"""Codes as features of scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ._client import Client, connect
from ._errors import Missing
from ._images import as_array, is_array

try:
    from sklearn.base import BaseEstimator, TransformerMixin
    from sklearn.utils.validation import check_is_fitted
except ImportError:
    raise Missing.package("scikit-learn", "sklearn", "TrajectoryEncoder") from None


class TrajectoryEncoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turns images into their codes by a model of the platform.

    :param model: id, alias or name
    :param t: times, each in [0, 1]
    :param flatten: features [n, len(t)·d], times outermost; False for [n, len(t), d]
    :param weights: ``"ema"`` for averaged weights
    :param batch_size: images of one request
    :param client: the platform; None connects when it is fitted
    """

    def __init__(
        self,
        model: str = "synthetic-vdrl",
        t: Sequence[float] = (0.0, 0.5, 1.0),
        *,
        flatten: bool = True,
        weights: Literal["raw", "ema"] | None = None,
        batch_size: int = 128,
        client: Client | None = None,
    ) -> None:
        self.model = model
        self.t = t
        self.flatten = flatten
        self.weights = weights
        self.batch_size = batch_size
        self.client = client

    def fit(self, X: Any, y: Any = None) -> TrajectoryEncoder:
        """Looks the model up; nothing is learned from the images."""
        client = self.client or connect()
        self.model_ = client.models[self.model]
        self.n_features_out_ = len(self.t) * self.model_.latent_size
        return self

    def transform(self, X: Any) -> NDArray[Any]:
        """Codes of images, which may be whatever `Model.encode` takes, or rows of [n, C·H·W]."""
        check_is_fitted(self, "model_")
        if is_array(X) and as_array(X).ndim == 2:
            X = as_array(X).reshape(-1, *self.model_.image_shape.chw)
        codes = self.model_.encode(
            X, self.t, weights=self.weights, batch_size=self.batch_size, progress=False
        )
        return codes.reshape(len(codes), -1) if self.flatten else codes

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:
        """``t=0.5 z7`` for the seventh value at t = 0.5."""
        check_is_fitted(self, "model_")
        size = self.model_.latent_size
        return np.array([f"t={float(t):g} z{i}" for t in self.t for i in range(size)], dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = True
        tags.input_tags.three_d_array = True
        return tags
