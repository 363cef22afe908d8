package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/** Reads a zip or tar of class folders: decodes, crops and resizes each image. */
final class FolderReader implements SourceReader {
  private static final double VALIDATION_SHARE = .1;
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".jpe", ".jfif");

  /** Tiny-ImageNet's validation images lie in one folder; this file beside it tells classes. */
  private static final String ANNOTATIONS = "val_annotations.txt";

  private final PictureArchive archive;
  private final FolderLayout layout;
  private final Resampler resampler;
  private final int imageSize;
  private final List<String> warnings = new ArrayList<>();
  private final DatasetOptions options;
  private final BadFiles bad;
  private int done;
  private int turned;

  private FolderReader(
      PictureArchive archive, FolderLayout layout, int imageSize, DatasetOptions options) {
    this.archive = archive;
    this.layout = layout;
    this.imageSize = imageSize;
    this.resampler = new Resampler(imageSize);
    this.options = options;
    this.bad = new BadFiles(archive.name(""));
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
      reader.warnings.addAll(Warnings.ofFiles("neither PNG nor JPEG and ignored", others));
      reader.warnings.addAll(
          Warnings.ofFiles("images for testing without a label and ignored", layout.unlabelled()));
      reader.warnings.addAll(
          Warnings.ofFiles("images beside the class folders and ignored", layout.strays()));
      reader.warnings.addAll(
          Warnings.ofFiles("hidden, or in folders of tools, and ignored", archive.hidden()));
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
    int[] trained = new int[layout.classNames().size()];
    try (var decoder = new PictureDecoder()) {
      for (FolderLayout.Item item : layout.items()) {
        Picture picture = decoded(item, decoder);
        if (picture != null) {
          turned += picture.isShownTurned() ? 1 : 0;
          trained[item.label()] += item.split() == Split.TRAIN ? 1 : 0;
          sink.accept(item.split(), new int[] {item.label()}, resampler.square(picture), 0);
        }
        done++;
      }
    }
    bad.close(options.skipInvalid());
    for (int label = 0; label < trained.length; label++) {
      if (trained[label] == 0) {
        throw new InvalidData(
            archive.name(layout.classNames().get(label)),
            "none of the class's images for training can be read");
      }
    }
  }

  /** Nothing is decoded: names tell. */
  @Override
  public void count(ImageSink sink) throws IOException {
    for (FolderLayout.Item item : layout.items()) {
      sink.accept(item.split(), new int[] {item.label()}, new byte[0], 0);
    }
  }

  private @Nullable Picture decoded(FolderLayout.Item item, PictureDecoder decoder)
      throws IOException {
    try {
      return decoder.decode(archive.name(item.entry()), archive.content(item.entry()));
    } catch (InvalidData fault) {
      bad.add(fault);
      return null;
    }
  }

  @Override
  public int filesSkipped() {
    return bad.count();
  }

  @Override
  public double fractionRead() {
    return (double) done / layout.items().size();
  }

  @Override
  public int filesRead() {
    return done - bad.count();
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(bad.warnings());
    all.addAll(PictureDecoder.warnings(turned));
    return all;
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
