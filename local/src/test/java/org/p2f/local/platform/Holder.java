package org.p2f.local.platform;

import java.nio.file.Path;

/** A process of its own that runs a platform, to be killed. */
public final class Holder {

  private Holder() {}

  /**
   * @param arguments home, port, directory of the fake programs
   */
  public static void main(String[] arguments) throws Exception {
    var settings =
        new LocalSettings(
            new Home(Path.of(arguments[0])),
            Integer.parseInt(arguments[1]),
            FakeApplications.in(Path.of(arguments[2])),
            JvmOptions.of(System.getenv()));
    try (var platform = LocalPlatform.start(settings, _ -> {})) {
      System.out.println("ready");
      platform.awaitEnd();
    } catch (LocalFailure failure) {
      System.out.println(failure.explanation());
      System.exit(1);
    }
  }
}
