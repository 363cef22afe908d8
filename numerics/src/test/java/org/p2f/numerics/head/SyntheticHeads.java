package org.p2f.numerics.head;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.HeadSettings;

/** Heads that are trained on trajectories whose factors are each visible at one time only. */
abstract class SyntheticHeads {
  static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  static final double RATE = 1e-3;

  /** Steps of an epoch: 540 images in batches of 64. */
  static final int EPOCH = 8;

  static final HeadSettings SETTINGS = new HeadSettings(3, 64, HeadSettings.Scaling.RAW);
  @TempDir static Path folder;
  static Path file;

  @BeforeAll
  static void write() throws Exception {
    file = SyntheticTrajectories.write(folder, 600, 300, 1);
  }

  static List<MemberResult> train(int factor, List<HeadMember> members) throws Exception {
    return train(new HeadTrainer(ENGINE), factor, members, SETTINGS);
  }

  static List<MemberResult> train(
      HeadTrainer trainer, int factor, List<HeadMember> members, HeadSettings settings)
      throws Exception {
    try (var trajectories = Trajectories.open(file)) {
      return trainer.train(trajectories, factor, members, settings, HeadProgress.SILENT);
    }
  }

  static List<HeadMember> mlps(int seeds) {
    var members = new ArrayList<HeadMember>();
    for (int time = 0; time < SyntheticTrajectories.TIMES.size(); time++) {
      for (long seed = 0; seed < seeds; seed++) {
        members.add(new HeadMember(new Head.Mlp(time), RATE, seed));
      }
    }
    return members;
  }
}
