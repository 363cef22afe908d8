package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Factor;

/** Reads CelebA's aligned faces from their archive, and its two lists, beside it or in it. */
final class CelebaReader implements SourceReader {
  private static final int SIDE = 64;
  private static final String ATTRIBUTES = "list_attr_celeba";
  private static final String PARTITION = "list_eval_partition";

  /** The published list has 26 MB. */
  private static final long LONGEST_LIST = 128L << 20;

  private final PictureArchive zip;
  private final Map<String, String> entries;
  private final CelebaLists lists;
  private final Resampler resampler = new Resampler(SIDE);
  private final List<String> warnings = new ArrayList<>();
  private final DatasetOptions options;
  private final BadFiles bad;
  private int done;
  private int turned;

  private CelebaReader(
      PictureArchive zip, Map<String, String> entries, CelebaLists lists, DatasetOptions options) {
    this.zip = zip;
    this.entries = entries;
    this.lists = lists;
    this.options = options;
    this.bad = new BadFiles(zip.name(""));
    int unlisted = entries.size() - lists.faces().size();
    if (unlisted > 0) {
      warnings.add("%d images have no attributes and are ignored".formatted(unlisted));
    }
  }

  /**
   * @param work folder for what must be unpacked on the way
   */
  static CelebaReader open(List<NamedFile> files, DatasetOptions options, Path work)
      throws IOException {
    @Nullable NamedFile images = null;
    for (NamedFile file : files) {
      if (PictureArchive.packing(file) != Packing.NONE) {
        if (images != null) {
          throw new InvalidData(file.name(), "is a second archive; the images are one");
        }
        images = file;
      }
    }
    if (images == null) {
      throw new InvalidData(names(files), "no zip or tar with the images is among the files");
    }
    PictureArchive zip = PictureArchive.open(images, work);
    try {
      CelebaLists lists = CelebaLists.of(list(files, zip, ATTRIBUTES), list(files, zip, PARTITION));
      return new CelebaReader(zip, entries(zip), lists, options);
    } catch (IOException | RuntimeException | Error e) {
      zip.close();
      throw e;
    }
  }

  private static String names(List<NamedFile> files) {
    return String.join(", ", files.stream().map(NamedFile::name).toList());
  }

  private static CelebaLists.Text list(List<NamedFile> files, PictureArchive zip, String stem)
      throws IOException {
    for (NamedFile file : files) {
      if (isList(file.name(), stem)) {
        if (Files.size(file.path()) > LONGEST_LIST) {
          throw new InvalidData(file.name(), "has more than %d MiB".formatted(LONGEST_LIST >> 20));
        }
        return new CelebaLists.Text(file.name(), Files.readAllBytes(file.path()));
      }
    }
    for (String entry : zip.files()) {
      if (isList(base(entry), stem)) {
        return new CelebaLists.Text(zip.name(entry), zip.content(entry));
      }
    }
    throw new InvalidData(
        names(files), "neither %s.txt nor %s.csv is among the files".formatted(stem, stem));
  }

  private static boolean isList(String name, String stem) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.equals(stem + ".txt") || small.equals(stem + ".csv");
  }

  private static String base(String entry) {
    return entry.substring(entry.lastIndexOf('/') + 1);
  }

  /** Entries of images by the names that the lists use. */
  private static Map<String, String> entries(PictureArchive zip) throws InvalidData {
    Map<String, String> entries = new HashMap<>();
    for (String entry : zip.files()) {
      String name = base(entry);
      if (FolderReader.isImage(name) && entries.put(name, entry) != null) {
        throw new InvalidData(zip.name(entry), "a second image of that name");
      }
    }
    return entries;
  }

  @Override
  public ImageShape shape() {
    return ImageShape.square(3, SIDE);
  }

  @Override
  public List<Factor> factors() {
    return lists.attributes().stream().map(name -> new Factor(name, List.of("no", "yes"))).toList();
  }

  @Override
  public double validationShare() {
    return 0;
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    try (var decoder = new PictureDecoder()) {
      for (CelebaLists.Face face : lists.faces()) {
        Picture picture = decoded(face, decoder);
        if (picture != null) {
          turned += picture.isShownTurned() ? 1 : 0;
          sink.accept(face.split, face.labels(), resampler.square(picture), 0);
        }
        done++;
      }
    }
    bad.close(options.skipInvalid());
  }

  /** Nothing is decoded: the lists tell. */
  @Override
  public void count(ImageSink sink) throws IOException {
    for (CelebaLists.Face face : lists.faces()) {
      sink.accept(face.split, face.labels(), new byte[0], 0);
    }
  }

  private @Nullable Picture decoded(CelebaLists.Face face, PictureDecoder decoder)
      throws IOException {
    try {
      String entry = entries.get(face.image);
      if (entry == null) {
        throw new InvalidData(
            zip.name(face.image),
            "is missing; the attributes' list names it at byte " + face.offset);
      }
      return decoder.decode(zip.name(entry), zip.content(entry));
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
    return (double) done / Math.max(1, lists.faces().size());
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
    zip.close();
  }
}
