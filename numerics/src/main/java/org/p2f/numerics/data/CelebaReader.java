package org.p2f.numerics.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads CelebA's aligned faces from their zip, and its two lists, beside the zip or in it. */
final class CelebaReader implements SourceReader {
  private static final int SIDE = 64;
  private static final String ATTRIBUTES = "list_attr_celeba";
  private static final String PARTITION = "list_eval_partition";

  /** The published list has 26 MB. */
  private static final long LONGEST_LIST = 128L << 20;

  private final FolderZip zip;
  private final Map<String, String> entries;
  private final CelebaLists lists;
  private final Resampler resampler = new Resampler(SIDE);
  private final List<String> warnings = new ArrayList<>();
  private int done;

  private CelebaReader(FolderZip zip, Map<String, String> entries, CelebaLists lists) {
    this.zip = zip;
    this.entries = entries;
    this.lists = lists;
    int unlisted = entries.size() - lists.faces().size();
    if (unlisted > 0) {
      warnings.add("%d images have no attributes and are ignored".formatted(unlisted));
    }
  }

  static CelebaReader open(List<NamedFile> files) throws IOException {
    @Nullable NamedFile images = null;
    for (NamedFile file : files) {
      if (isZip(file)) {
        if (images != null) {
          throw new InvalidData(file.name(), "is a second zip; the images are one");
        }
        images = file;
      }
    }
    if (images == null) {
      throw new InvalidData(names(files), "no zip with the images is among the files");
    }
    FolderZip zip = FolderZip.open(images);
    try {
      CelebaLists lists = CelebaLists.of(list(files, zip, ATTRIBUTES), list(files, zip, PARTITION));
      return new CelebaReader(zip, entries(zip), lists);
    } catch (IOException | RuntimeException | Error e) {
      zip.close();
      throw e;
    }
  }

  private static boolean isZip(NamedFile file) throws IOException {
    try (InputStream in = Files.newInputStream(file.path())) {
      return Packing.of(in.readNBytes(Packing.HEAD)) == Packing.ZIP;
    }
  }

  private static String names(List<NamedFile> files) {
    return String.join(", ", files.stream().map(NamedFile::name).toList());
  }

  private static CelebaLists.Text list(List<NamedFile> files, FolderZip zip, String stem)
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
  private static Map<String, String> entries(FolderZip zip) throws InvalidData {
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
        String entry = entries.get(face.image);
        if (entry == null) {
          throw new InvalidData(
              zip.name(face.image),
              "is missing; the attributes' list names it at byte " + face.offset);
        }
        Picture picture = decoder.decode(zip.name(entry), zip.content(entry));
        sink.accept(face.split, face.labels(), resampler.square(picture), 0);
        done++;
      }
    }
  }

  @Override
  public double fractionRead() {
    return (double) done / Math.max(1, lists.faces().size());
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
