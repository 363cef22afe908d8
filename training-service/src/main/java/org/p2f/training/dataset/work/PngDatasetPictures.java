package org.p2f.training.dataset.work;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.training.dataset.DatasetPictures;
import org.springframework.stereotype.Component;

/** Draws pictures with the published diffusion, in the values that pixels have when white is 1. */
@Component
final class PngDatasetPictures implements DatasetPictures {
  private static final VarianceExploding SDE = VarianceExploding.published();
  private static final int WHITE = 255;

  /** How many σ beyond black and white are shown; fewer would cut off more of the noise. */
  private static final double MARGIN = 2;

  @Override
  public byte[] png(Path dataset, int index, double t, long seed) {
    try (ImageDataset images = ImageDataset.open(dataset)) {
      BufferedImage picture = images.bufferedImage(index);
      if (t > 0) {
        double sigma = SDE.marginalStd(t);
        addNoise(picture, sigma, new RandomStreams(seed).stream("picture-noise", index));
      }
      var png = new ByteArrayOutputStream();
      ImageIO.write(picture, "png", png);
      return png.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot draw image %d of %s".formatted(index, dataset), e);
    }
  }

  @Override
  public List<DatasetPictures.LabelledImage> find(
      Path dataset, DatasetPictures.LabelledImage.Query query) {
    try (ImageDataset images = ImageDataset.open(dataset)) {
      return IntStream.range(query.from(), images.size())
          .filter(i -> query.factor() < 0 || images.label(i, query.factor()) == query.label())
          .limit(query.limit())
          .mapToObj(i -> new DatasetPictures.LabelledImage(i, images.split(i), labels(images, i)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the labels of " + dataset, e);
    }
  }

  private static List<Integer> labels(ImageDataset images, int image) {
    return IntStream.range(0, images.factors().size())
        .mapToObj(factor -> images.label(image, factor))
        .toList();
  }

  /** Every channel of every pixel gets noise of its own. */
  private static void addNoise(BufferedImage picture, double sigma, RandomGenerator noise) {
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        int noisy = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
          double clean = (rgb >> shift & WHITE) / (double) WHITE;
          noisy |= shade(clean + sigma * noise.nextGaussian(), sigma) << shift;
        }
        picture.setRGB(x, y, noisy);
      }
    }
  }

  private static int shade(double value, double sigma) {
    double shown = (value + MARGIN * sigma) / (1 + 2 * MARGIN * sigma);
    return (int) Math.round(WHITE * Math.clamp(shown, 0, 1));
  }
}
