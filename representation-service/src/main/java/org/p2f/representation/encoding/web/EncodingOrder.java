package org.p2f.representation.encoding.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.TimeGrid;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Weights;

/**
 * A request that can be done: everything it names is there and fits.
 *
 * @param interpolation between which times codes are interpolated; null if they are to be exact
 */
public record EncodingOrder(
    ModelCard model,
    Weights weights,
    List<Picture> pictures,
    Times times,
    @Nullable TimeGrid interpolation) {}
