package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/** Reads a zip or tar of class folders: decodes, crops and resizes each image. */
final class FolderReader extends PictureReader<FolderLayout.Item> {
  private static final double VALIDATION_SHARE = .1;
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".jpe", ".jfif");

  /** Tiny-ImageNet's validation images lie in one folder; this file beside it tells classes. */
  private static final String ANNOTATIONS = "val_annotations.txt";

  private final FolderLayout layout;

  /** Images for training of each class that could be decoded. */
  private final int[] trained;

  private FolderReader(
      PictureArchive archive, FolderLayout layout, int imageSize, DatasetOptions options) {
    super(archive, imageSize, options);
    this.layout = layout;
    this.trained = new int[layout.classNames().size()];
  }

  /**
   * @param work folder for what must be unpacked on the way
   */
  static FolderReader open(
      NamedFile file, int imageSize, FolderRules rules, DatasetOptions options, Path work)
      throws IOException {
    PictureArchive archive = PictureArchive.open(file, work);
    try {
      Map<String, String> annotated = annotations(archive);
      if (rules.needsAnnotations() && annotated.isEmpty()) {
        throw new InvalidData(file.name(), "holds no val/%s".formatted(ANNOTATIONS));
      }
      List<String> images = archive.files().stream().filter(FolderReader::isImage).toList();
      List<String> others = archive.files().stream().filter(name -> !isImage(name)).toList();
      var layout =
          FolderLayout.of(file.name(), images, archive.folders(), annotated, rules, options.seed());
      var reader = new FolderReader(archive, layout, imageSize, options);
      Warnings.ofFiles("neither PNG nor JPEG and ignored", others).forEach(reader::warn);
      Warnings.ofFiles("images for testing without a label and ignored", layout.unlabelled())
          .forEach(reader::warn);
      Warnings.ofFiles("images beside the class folders and ignored", layout.strays())
          .forEach(reader::warn);
      Warnings.ofFiles("hidden, or in folders of tools, and ignored", archive.hidden())
          .forEach(reader::warn);
      return reader;
    } catch (IOException | RuntimeException | Error e) {
      archive.close();
      throw e;
    }
  }

  static boolean isImage(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(small::endsWith);
  }

  /** Classes of the validation images of Tiny-ImageNet, by entry name; empty for other archives. */
  private static Map<String, String> annotations(PictureArchive archive) throws IOException {
    Map<String, String> classes = new HashMap<>();
    for (String name : archive.files()) {
      if (name.equals("val/" + ANNOTATIONS) || name.endsWith("/val/" + ANNOTATIONS)) {
        String folder = name.substring(0, name.length() - ANNOTATIONS.length()) + "images/";
        for (String line : archive.text(name).lines().toList()) {
          String[] columns = line.split("\t");
          if (columns.length < 2) {
            throw new InvalidData(
                archive.name(name), "has a line without a class: '%s'".formatted(line));
          }
          classes.put(folder + columns[0], columns[1]);
        }
      }
    }
    return classes;
  }

  @Override
  public List<Factor> factors() {
    return List.of(new Factor("class", layout.classNames()));
  }

  @Override
  public double validationShare() {
    return layout.officialValidation() ? 0 : VALIDATION_SHARE;
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    super.read(sink);
    for (int label = 0; label < trained.length; label++) {
      if (trained[label] == 0) {
        throw new InvalidData(
            name(layout.classNames().get(label)),
            "none of the class's images for training can be read");
      }
    }
  }

  @Override
  void taken(FolderLayout.Item item) {
    trained[item.label()] += item.split() == Split.TRAIN ? 1 : 0;
  }

  @Override
  List<FolderLayout.Item> items() {
    return layout.items();
  }

  @Override
  Split split(FolderLayout.Item item) {
    return item.split();
  }

  @Override
  int[] labels(FolderLayout.Item item) {
    return new int[] {item.label()};
  }

  @Override
  String entry(FolderLayout.Item item) {
    return item.entry();
  }
}
