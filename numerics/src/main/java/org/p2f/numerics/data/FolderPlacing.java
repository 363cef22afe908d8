package org.p2f.numerics.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;

/**
 * Finds split and class of each image in its path. Known are class folders; class folders in split
 * folders; split folders in class folders; each of them in any folders. What lies beside them is
 * left out, and told.
 */
final class FolderPlacing {
  /** Folders around images that nobody has sorted into classes. */
  private static final Set<String> UNSORTED =
      Set.of("images", "imgs", "image", "img", "unknown", "unlabeled", "unlabelled", "all", "data");

  private final String zip;
  private final Map<String, String> annotated;
  private final List<Placed> placed = new ArrayList<>();
  private final List<String> strays = new ArrayList<>();
  private final List<String> unlabelled = new ArrayList<>();
  private final Set<String> classFolders = new HashSet<>();

  /** One image before classes have numbers. */
  record Placed(String entry, Split split, String className) {
    Placed in(Split other) {
      return new Placed(entry, other, className);
    }
  }

  private FolderPlacing(String zip, Map<String, String> annotated) {
    this.zip = zip;
    this.annotated = annotated;
  }

  /**
   * @param zip name of the archive, for messages
   * @param annotated classes of images that lie in no class folder, by entry name
   */
  static FolderPlacing of(String zip, FolderTree root, Map<String, String> annotated)
      throws InvalidData {
    var placing = new FolderPlacing(zip, annotated);
    FolderTree at = root;
    while (!placing.isParted(at) && at.folders().size() == 1 && !at.only().folders().isEmpty()) {
      placing.strays.addAll(at.images());
      at = at.only();
    }
    if (placing.isParted(at)) {
      placing.parted(at);
    } else {
      placing.classes(at);
    }
    return placing;
  }

  List<Placed> placed() {
    return placed;
  }

  /** Images beside the folders that tell split or class. */
  List<String> strays() {
    return strays;
  }

  /** Images for validation or testing without a class. */
  List<String> unlabelled() {
    return unlabelled;
  }

  /** Whether a folder's folders are the data set's parts. */
  private boolean isParted(FolderTree at) throws InvalidData {
    List<FolderTree> training = new ArrayList<>();
    List<FolderTree> otherParts = new ArrayList<>();
    List<FolderTree> others = new ArrayList<>();
    at.folders()
        .forEach(
            (name, folder) -> {
              Split split = SplitNames.of(name);
              (split == Split.TRAIN ? training : split == null ? others : otherParts).add(folder);
            });
    if (training.isEmpty()) {
      if (others.isEmpty() && otherParts.stream().anyMatch(part -> !part.folders().isEmpty())) {
        throw new InvalidData(
            zip, "holds %s but no folder for training".formatted(at.folders().keySet()));
      }
      return false;
    }
    if (!otherParts.isEmpty()) {
      return true;
    }
    // A class may be called "train"; then the others are classes as well.
    int classes = training.stream().mapToInt(part -> unwrapped(part).folders().size()).sum();
    return others.isEmpty()
        ? classes > 0
        : classes > 1 && others.stream().allMatch(other -> other.folders().isEmpty());
  }

  private static FolderTree unwrapped(FolderTree folder) {
    FolderTree at = folder;
    while (at.isWrapper()) {
      at = at.only();
    }
    return at;
  }

  private void parted(FolderTree at) throws InvalidData {
    strays.addAll(at.images());
    Map<String, String> known = new HashMap<>();
    List<FolderTree> parts = new ArrayList<>();
    for (var folder : at.folders().entrySet()) {
      Split split = SplitNames.of(folder.getKey());
      if (split == null) {
        strays.addAll(folder.getValue().all());
      } else if (split == Split.TRAIN) {
        training(unwrapped(folder.getValue()), known);
      } else {
        parts.add(folder.getValue());
      }
    }
    for (FolderTree part : parts) {
      Split split = SplitNames.of(part.path().substring(part.path().lastIndexOf('/') + 1));
      evaluation(part, split == Split.VALIDATION ? Split.VALIDATION : Split.TEST, known);
    }
  }

  /**
   * @param known receives the classes' names, by themselves in small letters
   */
  private void training(FolderTree part, Map<String, String> known) throws InvalidData {
    part.folders()
        .forEach(
            (name, folder) -> {
              known.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
              place(folder, Split.TRAIN, name);
            });
    loose(part, part.folders().size(), Split.TRAIN);
  }

  private void evaluation(FolderTree part, Split split, Map<String, String> known) {
    FolderTree at = part;
    while (at.isWrapper() && !isKnown(at.folders().keySet().iterator().next(), known)) {
      at = at.only();
    }
    boolean one = at.folders().size() == 1;
    at.folders()
        .forEach(
            (name, folder) -> {
              String className = known.getOrDefault(name.toLowerCase(Locale.ROOT), name);
              if (one && !isKnown(name, known) && isUnsorted(name)) {
                withoutFolder(folder.all(), split, unlabelled);
              } else {
                place(folder, split, className);
              }
            });
    withoutFolder(at.images(), split, unlabelled);
  }

  private static boolean isKnown(String name, Map<String, String> known) {
    return known.containsKey(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isUnsorted(String name) {
    return SplitNames.of(name) != null || UNSORTED.containsAll(SplitNames.words(name));
  }

  /** Class folders, which may have the splits within. */
  private void classes(FolderTree at) throws InvalidData {
    boolean partedWithin =
        at.folders().values().stream()
                .allMatch(
                    folder ->
                        folder.images().isEmpty()
                            && folder.folders().keySet().stream()
                                .allMatch(name -> SplitNames.of(name) != null))
            && at.folders().values().stream()
                .flatMap(folder -> folder.folders().keySet().stream())
                .anyMatch(name -> SplitNames.of(name) == Split.TRAIN);
    at.folders()
        .forEach(
            (name, folder) -> {
              if (partedWithin) {
                folder.folders().forEach((part, images) -> place(images, splitOf(part), name));
                classFolders.add(folder.path());
              } else {
                place(folder, Split.TRAIN, name);
              }
            });
    loose(at, at.folders().size(), Split.TRAIN);
  }

  private static Split splitOf(String part) {
    @Nullable Split split = SplitNames.of(part);
    return split == null ? Split.TRAIN : split;
  }

  private void place(FolderTree folder, Split split, String className) {
    classFolders.add(folder.path());
    for (String image : folder.all()) {
      placed.add(new Placed(image, split, annotated.getOrDefault(image, className)));
    }
  }

  /** Images beside class folders: strays if there are classes enough, else a mistake. */
  private void loose(FolderTree at, int classes, Split split) throws InvalidData {
    List<String> outside = new ArrayList<>();
    withoutFolder(at.images(), split, outside);
    if (!outside.isEmpty() && classes < 2) {
      throw new InvalidData(
          zip + "/" + outside.getFirst(),
          "lies in no class folder; each class needs a folder of its own");
    }
    strays.addAll(outside);
  }

  private void withoutFolder(List<String> images, Split split, List<String> others) {
    for (String image : images) {
      String className = annotated.get(image);
      if (className == null) {
        others.add(image);
      } else {
        placed.add(new Placed(image, split, className));
      }
    }
  }

  /**
   * A folder beside class folders that holds no image is a mistake, not a class.
   *
   * @param folders all of the archive
   */
  void requireImages(Set<String> folders) throws InvalidData {
    Set<String> parents = new HashSet<>();
    classFolders.forEach(folder -> parents.add(parent(folder)));
    for (String folder : new TreeSet<>(folders)) {
      if (parents.contains(parent(folder))
          && !classFolders.contains(folder)
          && folders.stream().noneMatch(classFolder -> isWithin(classFolder, folder))) {
        throw new InvalidData(zip + "/" + folder, "the class has no images");
      }
    }
  }

  /** Whether a class folder lies below that folder. */
  private boolean isWithin(String candidate, String folder) {
    return classFolders.contains(candidate) && candidate.startsWith(folder + "/");
  }

  private static String parent(String folder) {
    return folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
  }
}
