package org.p2f.numerics.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A folder with the images in it and below; folders without images are not in the tree. */
final class FolderTree {
  private final String path;
  private final Map<String, FolderTree> folders = new TreeMap<>();
  private final List<String> images = new ArrayList<>();

  private FolderTree(String path) {
    this.path = path;
  }

  /**
   * @param images names such as {@code root/train/cat/1.png}
   */
  static FolderTree of(Collection<String> images) {
    var root = new FolderTree("");
    for (String image : images) {
      FolderTree at = root;
      for (int from = 0, slash = image.indexOf('/');
          slash >= 0;
          from = slash + 1, slash = image.indexOf('/', from)) {
        String whole = image.substring(0, slash);
        at = at.folders.computeIfAbsent(image.substring(from, slash), _ -> new FolderTree(whole));
      }
      at.images.add(image);
    }
    return root;
  }

  /** From the archive's root, without a slash at the end; empty for the root. */
  String path() {
    return path;
  }

  Map<String, FolderTree> folders() {
    return folders;
  }

  /** Those directly in this folder. */
  List<String> images() {
    return images;
  }

  /** Those in this folder and below. */
  List<String> all() {
    List<String> all = new ArrayList<>(images);
    folders.values().forEach(folder -> all.addAll(folder.all()));
    return all;
  }

  /** Whether it holds nothing but one folder, which holds folders itself. */
  boolean isWrapper() {
    return images.isEmpty() && folders.size() == 1 && !only().folders.isEmpty();
  }

  /** The one folder of a wrapper. */
  FolderTree only() {
    return folders.values().iterator().next();
  }
}
