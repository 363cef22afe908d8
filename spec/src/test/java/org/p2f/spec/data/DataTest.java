package org.p2f.spec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataTest {

  /** Black and white of each: (x − mean)/std at x = 0 and 1. */
  @ParameterizedTest
  @CsvSource({"UNIT, 0, 1", "CENTRED, -1, 1", "STANDARDISED, -2, 2"})
  void pixelsLieWhereTheirScalingPutsThem(PixelScaling scaling, double black, double white) {
    double mean = scaling.mean(.5);
    double std = scaling.std(.25);
    assertThat((0 - mean) / std).isEqualTo(black);
    assertThat((1 - mean) / std).isEqualTo(white);
  }

  @ParameterizedTest
  @CsvSource({
    "SYNTHETIC, synthetic, UNIT, false, 0, 0, no uploads",
    "MNIST, mnist, UNIT, false, 1, 8, 1 to 8 uploads",
    "COLORED_MNIST, colored-mnist, UNIT, false, 1, 8, 1 to 8 uploads",
    "FASHION_MNIST, fashion-mnist, UNIT, false, 1, 8, 1 to 8 uploads",
    "CIFAR10, cifar10, STANDARDISED, false, 1, 16, 1 to 16 uploads",
    "CIFAR100, cifar100, STANDARDISED, false, 1, 16, 1 to 16 uploads",
    "MINI_IMAGENET, mini-imagenet, STANDARDISED, true, 1, 1, exactly 1 upload",
    "TINY_IMAGENET, tiny-imagenet, STANDARDISED, true, 1, 1, exactly 1 upload",
    "CELEBA, celeba, UNIT, true, 1, 3, 1 to 3 uploads",
    "IMAGE_FOLDER, image-folder, STANDARDISED, true, 1, 1, exactly 1 upload",
    "NPY, npy, STANDARDISED, false, 1, 6, 1 to 6 uploads"
  })
  void sourcesSayWhatTheyTake(
      ImageSource source,
      String id,
      PixelScaling scaling,
      boolean pictures,
      int fewest,
      int most,
      String need) {
    assertThat(source.id()).isEqualTo(id);
    assertThat(source.scaling()).isEqualTo(scaling);
    assertThat(source.isOfPictures()).isEqualTo(pictures);
    assertThat(source.takes(fewest - 1)).isFalse();
    assertThat(source.takes(fewest)).isTrue();
    assertThat(source.takes(most)).isTrue();
    assertThat(source.takes(most + 1)).isFalse();
    assertThat(source.need()).isEqualTo(need);
  }

  @Test
  void splitsAreFoundByTheirNumbers() {
    assertThat(Split.of(0)).contains(Split.TRAIN);
    assertThat(Split.of(1)).contains(Split.VALIDATION);
    assertThat(Split.of(2)).contains(Split.TEST);
    assertThat(Split.of(3)).isEmpty();
    assertThat(Split.TEST.code()).isEqualTo(2);
    assertThat(TrajectorySplit.TRAIN.codes()).isEqualTo("train.z");
    assertThat(TrajectorySplit.TEST.labels()).isEqualTo("test.labels");
  }

  @Test
  void aFactorHasANameAndDistinctClasses() {
    assertThat(new Factor("digit", List.of("0", "1")).classes()).isEqualTo(2);
    refused("name and a class", " ", List.of("0"));
    refused("name and a class", "digit", List.of());
    refused("twice", "digit", List.of("0", "1", "0"));
  }

  private static void refused(String because, String name, List<String> classes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Factor(name, classes))
        .withMessageContaining(because);
  }

  private static Preprocessing preprocessing(
      int channels, int height, int width, double mean, double std) {
    return new Preprocessing(channels, height, width, List.of(mean, 0.), List.of(1., std));
  }

  @Test
  void imagesHaveValuesOfEachChannelAndPixel() {
    assertThat(preprocessing(2, 3, 5, 0, 1).values()).isEqualTo(30);
    assertThat(preprocessing(2, 1, 1, -3, 1e-9).values()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 0, 1, No images",
    "2, 0, 1, 0, 1, No images",
    "2, 1, 0, 0, 1, No images",
    "3, 1, 1, 0, 1, 3 channels",
    "2, 1, 1, NaN, 1, Means are finite",
    "2, 1, 1, Infinity, 1, Means are finite",
    "2, 1, 1, 0, 0, above 0",
    "2, 1, 1, 0, NaN, above 0",
    "2, 1, 1, 0, Infinity, above 0"
  })
  void imagesThatCannotBeAreRefused(
      int channels, int height, int width, double mean, double std, String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> preprocessing(channels, height, width, mean, std))
        .withMessageContaining(because);
  }

  @Test
  void eachChannelHasItsDeviation() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preprocessing(1, 1, 1, List.of(0.), List.of(1., 1.)))
        .withMessageContaining("got 1 and 2");
  }
}
