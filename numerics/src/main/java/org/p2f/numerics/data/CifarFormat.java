package org.p2f.numerics.data;

import java.util.List;
import java.util.Locale;
import org.p2f.spec.data.Factor;

/**
 * The binary versions of CIFAR: records of one or two label bytes and then 1,024 red, 1,024 green
 * and 1,024 blue ones.
 *
 * @param name as people say it
 * @param recordFactors factor of each label byte of a record
 * @param factors the same factors, the finest first
 */
record CifarFormat(String name, List<Factor> recordFactors, List<Factor> factors) {
  static final ImageShape SHAPE = ImageShape.square(3, 32);

  private static final Factor CIFAR_10_CLASSES =
      new Factor("class", names("airplane automobile bird cat deer dog frog horse ship truck"));

  private static final Factor COARSE =
      new Factor(
          "coarse",
          names(
              """
              aquatic_mammals fish flowers food_containers fruit_and_vegetables
              household_electrical_devices household_furniture insects large_carnivores
              large_man-made_outdoor_things large_natural_outdoor_scenes
              large_omnivores_and_herbivores medium_mammals non-insect_invertebrates people
              reptiles small_mammals trees vehicles_1 vehicles_2"""));

  private static final Factor FINE =
      new Factor(
          "fine",
          names(
              """
              apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge
              bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud
              cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl
              hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man
              maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree
              pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray
              road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel
              streetcar sunflower sweet_pepper table tank telephone television tiger tractor train
              trout tulip turtle wardrobe whale willow_tree wolf woman worm"""));

  static final CifarFormat CIFAR_10 =
      new CifarFormat("CIFAR-10", List.of(CIFAR_10_CLASSES), List.of(CIFAR_10_CLASSES));

  static final CifarFormat CIFAR_100 =
      new CifarFormat("CIFAR-100", List.of(COARSE, FINE), List.of(FINE, COARSE));

  /** The published archive of the binary version. */
  String archiveName() {
    return name.toLowerCase(Locale.ROOT) + "-binary.tar.gz";
  }

  int labelBytes() {
    return recordFactors.size();
  }

  int recordBytes() {
    return labelBytes() + SHAPE.bytes();
  }

  private static List<String> names(String words) {
    return List.of(words.split("\\s+"));
  }
}
