package org.p2f.numerics.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a zip of class folders: decodes, crops and resizes each image. */
final class FolderReader implements SourceReader {
  private static final double VALIDATION_SHARE = .1;
  private static final int NAMED_IN_WARNING = 3;

  /** Tiny-ImageNet's validation images lie in one folder; this file beside it tells classes. */
  private static final String ANNOTATIONS = "val_annotations.txt";

  private final FolderZip zip;
  private final FolderLayout layout;
  private final Resampler resampler;
  private final int imageSize;
  private final List<String> warnings;
  private int done;

  private FolderReader(FolderZip zip, FolderLayout layout, int imageSize, List<String> warnings) {
    this.zip = zip;
    this.layout = layout;
    this.imageSize = imageSize;
    this.resampler = new Resampler(imageSize);
    this.warnings = warnings;
  }

  static FolderReader open(NamedFile file, int imageSize, FolderRules rules, long seed)
      throws IOException {
    FolderZip zip = FolderZip.open(file);
    try {
      Map<String, String> annotated = annotations(zip);
      if (rules.needsAnnotations() && annotated.isEmpty()) {
        throw new InvalidData(file.name(), "holds no val/%s".formatted(ANNOTATIONS));
      }
      List<String> images = new ArrayList<>();
      List<String> unlabelled = new ArrayList<>();
      List<String> others = new ArrayList<>();
      for (String name : zip.files()) {
        if (!isImage(name)) {
          others.add(name);
        } else if (!annotated.isEmpty() && name.matches("(.*/)?test/images/[^/]+")) {
          unlabelled.add(name);
        } else {
          images.add(name);
        }
      }
      List<String> warnings = new ArrayList<>();
      warn(warnings, "neither PNG nor JPEG and ignored", others);
      warn(warnings, "images for testing without a label and ignored", unlabelled);
      var layout = FolderLayout.of(file.name(), images, zip.folders(), annotated, rules, seed);
      return new FolderReader(zip, layout, imageSize, warnings);
    } catch (IOException | RuntimeException | Error e) {
      zip.close();
      throw e;
    }
  }

  static boolean isImage(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.endsWith(".png") || small.endsWith(".jpg") || small.endsWith(".jpeg");
  }

  private static void warn(List<String> warnings, String what, List<String> names) {
    if (!names.isEmpty()) {
      String some = String.join(", ", names.subList(0, Math.min(NAMED_IN_WARNING, names.size())));
      warnings.add(
          "%d files are %s: %s%s"
              .formatted(names.size(), what, some, names.size() > NAMED_IN_WARNING ? ", …" : ""));
    }
  }

  /** Classes of the validation images of Tiny-ImageNet, by entry name; empty for other archives. */
  private static Map<String, String> annotations(FolderZip zip) throws IOException {
    Map<String, String> classes = new HashMap<>();
    for (String name : zip.files()) {
      if (name.equals("val/" + ANNOTATIONS) || name.endsWith("/val/" + ANNOTATIONS)) {
        String folder = name.substring(0, name.length() - ANNOTATIONS.length()) + "images/";
        for (String line : zip.text(name).lines().toList()) {
          String[] columns = line.split("\t");
          if (columns.length < 2) {
            throw new InvalidData(
                zip.name(name), "has a line without a class: '%s'".formatted(line));
          }
          classes.put(folder + columns[0], columns[1]);
        }
      }
    }
    return classes;
  }

  @Override
  public ImageShape shape() {
    return ImageShape.square(3, imageSize);
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
    try (var decoder = new PictureDecoder()) {
      for (FolderLayout.Item item : layout.items()) {
        Picture picture = decoder.decode(zip.name(item.entry()), zip.content(item.entry()));
        sink.accept(item.split(), new int[] {item.label()}, resampler.square(picture), 0);
        done++;
      }
    }
  }

  @Override
  public double fractionRead() {
    return (double) done / layout.items().size();
  }

  @Override
  public int filesRead() {
    return done;
  }

  @Override
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
