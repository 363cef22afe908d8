package org.p2f.benchmarks;
import java.nio.file.*;
import java.util.*;
import org.p2f.numerics.data.*;
public final class MakeData {
  public static void main(String[] a) throws Exception {
    // kind dir size train test out
    List<NamedFile> files = new ArrayList<>();
    if (!a[1].equals("-")) try (var s = Files.list(Path.of(a[1]))) { s.sorted().filter(p -> p.toString().contains("ubyte") || p.toString().contains(".bin.xz")).forEach(p -> files.add(new NamedFile(p.getFileName().toString(), p))); }
    DatasetSource source = switch (a[0]) { case "cmnist" -> new DatasetSource.ColoredMnist(files, 1); case "cifar" -> new DatasetSource.Cifar10(files); default -> new DatasetSource.Synthetic(1); };
    int n = Integer.parseInt(a[3]); int m = Integer.parseInt(a[4]);
    System.out.println(DatasetImport.run(source, new DatasetOptions(a[0], n == 0 ? null : n, m == 0 ? null : m, a[2].equals("32") ? null : Integer.valueOf(a[2]), 1), Path.of(a[5]), (f, i) -> {}));
  }
}
