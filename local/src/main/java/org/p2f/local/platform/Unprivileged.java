package org.p2f.local.platform;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * How a program that refuses to run as root is run all the same. In a user namespace root's files
 * stay its own while the program sees an ordinary user; where namespaces are forbidden, as in many
 * containers, the program runs as the user {@code nobody} and its directory is given to him.
 */
final class Unprivileged {

  private static final String NOBODY = "65534";

  private final List<String> prefix;
  private final boolean changesOwner;

  private Unprivileged(List<String> prefix, boolean changesOwner) {
    this.prefix = prefix;
    this.changesOwner = changesOwner;
  }

  static Unprivileged find() {
    if (!isRoot()) {
      return new Unprivileged(List.of(), false);
    }
    if (works("unshare", "-U", "true")) {
      return new Unprivileged(List.of("unshare", "-U"), false);
    }
    var become = List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
    if (works("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "true")) {
      return new Unprivileged(become, true);
    }
    throw new LocalFailure(
        "Postgres refuses to run as root, and neither 'unshare -U' nor 'setpriv' works here."
            + " Start P2F as an ordinary user, or install util-linux.");
  }

  /** Before the command's words. */
  List<String> prefix() {
    return prefix;
  }

  /**
   * Makes that directory and all in it the program's.
   *
   * @throws LocalFailure if the program's user cannot reach it
   */
  void own(Path directory) throws IOException {
    if (!changesOwner) {
      return;
    }
    for (var parent = directory.getParent(); parent != null; parent = parent.getParent()) {
      if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        throw new LocalFailure(
            "Postgres refuses to run as root, and the user it runs as instead cannot pass through"
                + " %s. Set P2F_HOME to a directory such as /var/lib/p2f.".formatted(parent));
      }
    }
    Files.walkFileTree(directory, new Give());
  }

  private static final class Give extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      return give(directory);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      return give(file);
    }

    private static FileVisitResult give(Path path) throws IOException {
      Files.setAttribute(path, "unix:uid", Integer.parseInt(NOBODY), LinkOption.NOFOLLOW_LINKS);
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static boolean works(String... command) {
    try {
      var discard = ProcessBuilder.Redirect.DISCARD;
      return new ProcessBuilder(command)
              .redirectOutput(discard)
              .redirectError(discard)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
