package org.p2f.training.run.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.probe.ProbeSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.train.RunSampler;
import org.p2f.numerics.train.Trainer;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.TrainingPlan.ProbePlan;
import org.p2f.training.run.TrainingPlan.SampleGridPlan;

/** What probes and pictures of samples take beside a run's steps. */
final class ObservationTrial {
  /** Of a chain that is long enough to tell what a step of it takes. */
  private static final int CHAIN_STEPS = 8;

  private ObservationTrial() {}

  /** Seconds of all that the plan has; 0 where it has none. */
  static double seconds(Engine engine, TrainingSpec spec, TrainingPlan plan, Path dataset)
      throws IOException {
    ProbePlan probe = plan.probe();
    SampleGridPlan pictures = plan.samples();
    if (probe == null && pictures == null) {
      return 0;
    }
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(engine, spec, data)) {
      return (probe == null ? 0 : probe.probes(plan.steps()) * secondsOf(probe, trainer))
          + (pictures == null
              ? 0
              : pictures.grids(plan.steps()) * secondsOf(pictures, trainer, data));
    }
  }

  /** Of a probe and held-out losses, from those at the first time. */
  private static double secondsOf(ProbePlan plan, Trainer trainer) {
    List<Double> times = plan.times();
    List<Double> first = times.subList(0, 1);
    var probe = new ProbeSpec(first, plan.images(), plan.features());
    return times.size()
        * secondsOf(
            () -> {
              trainer.probe(probe);
              trainer.heldOutLosses(first, plan.images());
            });
  }

  /** Of a picture, from one by a shorter chain. */
  private static double secondsOf(SampleGridPlan plan, Trainer trainer, ImageDataset data) {
    int steps = plan.sampler().steps();
    int fewer = Math.min(CHAIN_STEPS, steps);
    int[] images = RunGrids.images(data, plan).stream().mapToInt(Integer::intValue).toArray();
    try (var sampler = RunGrids.sampler(trainer, plan.withChains(fewer))) {
      Runnable chain = () -> draw(sampler, images);
      chain.run(); // warms up
      return secondsOf(chain) * steps / fewer;
    }
  }

  /** Only its time counts: with so few steps and untrained networks nobody would look at it. */
  private static void draw(RunSampler sampler, int[] images) {
    try {
      var _ = sampler.sample(images, fraction -> {});
    } catch (NotFinite _) {
      // took as long
    }
  }

  private static double secondsOf(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e9;
  }
}
