package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/** Reads CelebA's aligned faces from their archive, and its two lists, beside it or in it. */
final class CelebaReader extends PictureReader<CelebaLists.Face> {
  private static final int SIDE = 64;
  private static final String ATTRIBUTES = "list_attr_celeba";
  private static final String PARTITION = "list_eval_partition";

  /** The published list has 26 MB. */
  private static final long LONGEST_LIST = 128L << 20;

  private final Map<String, String> entries;
  private final CelebaLists lists;

  private CelebaReader(
      PictureArchive zip, Map<String, String> entries, CelebaLists lists, DatasetOptions options) {
    super(zip, SIDE, options);
    this.entries = entries;
    this.lists = lists;
    int unlisted = entries.size() - lists.faces().size();
    if (unlisted > 0) {
      warn("%d images have no attributes and are ignored".formatted(unlisted));
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
  public List<Factor> factors() {
    return lists.attributes().stream().map(name -> new Factor(name, List.of("no", "yes"))).toList();
  }

  @Override
  public double validationShare() {
    return 0;
  }

  @Override
  List<CelebaLists.Face> items() {
    return lists.faces();
  }

  @Override
  Split split(CelebaLists.Face face) {
    return face.split;
  }

  @Override
  int[] labels(CelebaLists.Face face) {
    return face.labels();
  }

  @Override
  String entry(CelebaLists.Face face) throws InvalidData {
    String entry = entries.get(face.image);
    if (entry == null) {
      throw new InvalidData(
          name(face.image), "is missing; the attributes' list names it at byte " + face.offset);
    }
    return entry;
  }
}
