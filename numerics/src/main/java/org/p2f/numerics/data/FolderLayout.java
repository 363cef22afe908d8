package org.p2f.numerics.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.p2f.numerics.data.FolderPlacing.Placed;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Split;

/**
 * Which image of a zip of class folders belongs to which split and class, told by names alone.
 *
 * @param items in an order decided by the seed, so that the first n are a fair sample
 * @param officialValidation some images are for validation by their archive's own word
 * @param strays images beside the class folders, which are left out
 * @param unlabelled images for validation or testing that have no class and are left out
 */
record FolderLayout(
    List<Item> items,
    List<String> classNames,
    boolean officialValidation,
    List<String> strays,
    List<String> unlabelled) {
  /** One image. */
  record Item(String entry, Split split, int label) {}

  /**
   * @param zip name of the archive, for messages
   * @param images names of the entries that are images, such as {@code root/train/cat/1.png}
   * @param folders names of all folders
   * @param annotated classes of images that lie in no class folder, by entry name
   * @param rules of that kind of archive
   * @param seed draws the test images where the archive has none, and the order
   */
  static FolderLayout of(
      String zip,
      List<String> images,
      Set<String> folders,
      Map<String, String> annotated,
      FolderRules rules,
      long seed)
      throws InvalidData {
    if (images.isEmpty()) {
      throw new InvalidData(zip, "holds no PNG or JPEG image");
    }
    FolderPlacing placing = FolderPlacing.of(zip, FolderTree.of(images), annotated);
    placing.requireImages(folders);
    List<Placed> placed = placing.placed();
    if (rules.poolsDisjointClasses() && haveNoClassInCommon(placed)) {
      placed = placed.stream().map(image -> image.in(Split.TRAIN)).toList();
    }
    boolean hasTest = placed.stream().anyMatch(image -> image.split() == Split.TEST);
    boolean hasValidation = placed.stream().anyMatch(image -> image.split() == Split.VALIDATION);
    if (!hasTest && hasValidation) { // then what is called val serves for testing
      placed = placed.stream().map(i -> i.split() == Split.TRAIN ? i : i.in(Split.TEST)).toList();
    } else if (!hasTest) {
      placed = drawTest(placed, rules.testShare(), seed);
    }
    List<String> classNames = classes(zip, placed);
    return new FolderLayout(
        shuffled(placed, classNames, seed),
        classNames,
        hasTest && hasValidation,
        placing.strays(),
        placing.unlabelled());
  }

  private static boolean haveNoClassInCommon(List<Placed> placed) {
    Map<String, Split> splits = new HashMap<>();
    return placed.stream()
        .allMatch(
            image ->
                image.split() == splits.computeIfAbsent(image.className(), _ -> image.split()));
  }

  private static List<Placed> drawTest(List<Placed> placed, double share, long seed) {
    Map<String, List<Placed>> byClass = new TreeMap<>();
    for (Placed image : placed) {
      byClass.computeIfAbsent(image.className(), name -> new ArrayList<>()).add(image);
    }
    List<Placed> drawn = new ArrayList<>();
    byClass.forEach(
        (name, images) -> {
          int test = (int) Math.round(share * images.size());
          int[] order = new RandomStreams(seed).permutation("test-of-" + name, 0, images.size());
          for (int i = 0; i < order.length; i++) {
            drawn.add(images.get(order[i]).in(i < test ? Split.TEST : Split.TRAIN));
          }
        });
    return drawn;
  }

  private static List<String> classes(String zip, List<Placed> placed) throws InvalidData {
    Set<String> trained = new TreeSet<>();
    for (Placed image : placed) {
      if (image.split() == Split.TRAIN) {
        trained.add(image.className());
      }
    }
    for (Placed image : placed) {
      if (!trained.contains(image.className())) {
        throw new InvalidData(
            zip + "/" + image.entry(),
            "its class '%s' has no image for training".formatted(image.className()));
      }
    }
    if (trained.size() < 2) {
      throw new InvalidData(
          zip, "holds the one class '%s'; two are needed".formatted(trained.iterator().next()));
    }
    return List.copyOf(trained);
  }

  private static List<Item> shuffled(List<Placed> placed, List<String> classNames, long seed) {
    Map<String, Integer> labels = new HashMap<>();
    for (int label = 0; label < classNames.size(); label++) {
      labels.put(classNames.get(label), label);
    }
    List<Placed> sorted = placed.stream().sorted(Comparator.comparing(Placed::entry)).toList();
    return IntStream.of(new RandomStreams(seed).permutation("folder-order", 0, sorted.size()))
        .mapToObj(sorted::get)
        .map(
            image ->
                new Item(
                    image.entry(),
                    image.split(),
                    Objects.requireNonNull(labels.get(image.className()))))
        .toList();
  }
}
