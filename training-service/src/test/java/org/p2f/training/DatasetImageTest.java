package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.test.Answer;

/** Pictures of the images of a data set, clean and noised. */
class DatasetImageTest extends ServiceTest {
  private static String drawn = "";

  @Test
  void imageVanishesInNoise() throws IOException {
    String path = "/v1/datasets/" + drawn() + "/images/5";
    BufferedImage clean = picture(api().get(path));
    assertThat(clean.getWidth()).isEqualTo(32);
    double nearly = correlation(clean, picture(api().get(path + "?t=0.1")));
    double half = correlation(clean, picture(api().get(path + "?t=0.5")));
    double gone = correlation(clean, picture(api().get(path + "?t=1")));
    assertThat(nearly).isGreaterThan(.98); // σ(.1) = .023
    assertThat(half).isBetween(.1, .8); // σ(.5) = .71, the image's own deviation is about .3
    assertThat(Math.abs(gone)).isLessThan(.1); // 3,072 values: chance deviates by .018
  }

  @Test
  void imageIsTheSameForEverAndCacheable() {
    String path = "/v1/datasets/" + drawn() + "/images/5?t=0.5&seed=3";
    Answer first = api().get(path);
    Answer second = api().get(path);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(first.header("Cache-Control")).contains("immutable");
    Answer known = api().get(path, "If-None-Match", first.header("ETag"));
    assertThat(known.status()).isEqualTo(304);
    assertThat(api().get(path.replace("seed=3", "seed=4")).body()).isNotEqualTo(first.body());
  }

  @ParameterizedTest
  @CsvSource({
    "images/5?t=1.1,     422, t",
    "images/5?t=-0.1,    422, t",
    "images/5?t=NaN,     422, t",
    "images/5?t=x,       422, t",
    "images/5?seed=x,    422, seed",
    "images/x,           422, index",
    "images/100000,      404, ''",
    "images/-1,          404, ''",
  })
  void impossibleImageIsRefused(String path, int status, String field) {
    Answer answer = api().get("/v1/datasets/" + drawn() + "/" + path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (status == 422) {
      assertThat(answer.error(field)).isNotEmpty();
    } else {
      assertThat(answer.problem()).isEqualTo("unknown-image");
    }
  }

  /** One small data set for all tests that only look at it. */
  private String drawn() {
    if (drawn.isEmpty()) {
      drawn = syntheticDataset(60);
    }
    return drawn;
  }

  private static BufferedImage picture(Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/png");
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  private static double correlation(BufferedImage a, BufferedImage b) {
    double[] x = values(a);
    double[] y = values(b);
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double[] values(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels)
        .flatMap(p -> IntStream.of(p >> 16 & 255, p >> 8 & 255, p & 255))
        .asDoubleStream()
        .toArray();
  }
}
