package org.p2f.training.network;

import java.util.List;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Penalty;

/**
 * The networks of a model that was trained elsewhere, with every default filled in.
 *
 * @param preset where the defaults came from
 * @param channels of the images
 * @param imageSize height and width of the images in pixels
 * @param mean one per channel, subtracted from pixels in [0, 1]
 * @param std one per channel, by which the difference is divided
 */
public record NetworksPlan(
    String preset,
    Objective objective,
    int channels,
    int imageSize,
    List<Double> mean,
    List<Double> std,
    EncoderPlan encoder,
    ScoreNetworkPlan scoreNetwork,
    Sde diffusion,
    Penalty penalty,
    Loss loss) {
  public NetworksPlan {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }
}
