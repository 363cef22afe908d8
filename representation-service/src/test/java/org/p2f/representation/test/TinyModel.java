package org.p2f.representation.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.data.DatasetImport;
import org.p2f.numerics.data.DatasetOptions;
import org.p2f.numerics.data.DatasetSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.train.Trainer;
import org.p2f.numerics.train.TrainingSpec;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.optimizer.OptimizerSpec;

/**
 * Some generated images of 3×32×32 and a small, hardly trained model of them, recorded in a
 * catalog.
 *
 * @param datasetId 300 images for training and validation, 60 for testing
 * @param modelId with codes of 16 values
 */
public record TinyModel(String datasetId, String modelId) {
  public static final int TRAIN = 300;
  public static final int TEST = 60;
  public static final int CODES = 16;
  public static final int SIDE = 32;

  /** Enough for raw and averaged weights to differ. */
  private static final int STEPS = 3;

  private static final String OCTETS = "application/octet-stream";
  private static final List<String> FILES =
      List.of(Weights.RAW.file(), Weights.EMA.file(), ModelFiles.SPEC, ModelFiles.GOLDENS);

  public static TinyModel record(Artifacts artifacts, Engine engine) {
    try {
      Artifact dataset = dataset(artifacts);
      Path files = Files.createTempDirectory("p2f-tiny-model");
      try (var images = dataset(artifacts, dataset.id());
          Trainer trainer = Trainer.start(engine, spec(Objective.drl()), images)) {
        for (int step = 0; step < STEPS; step++) {
          trainer.step();
        }
        trainer.exportModel(files);
      }
      return new TinyModel(dataset.id(), model(artifacts, files, dataset.id()).id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Artifact dataset(Artifacts artifacts) throws IOException {
    ArtifactDraft draft = artifacts.draft(ArtifactKind.DATASET).name("tiny");
    DatasetImport.run(
        DatasetSource.synthetic(0),
        new DatasetOptions("tiny", TRAIN, TEST, 0),
        draft.file("dataset.safetensors", OCTETS),
        (fraction, images) -> {});
    return artifacts.record(draft);
  }

  /** Records a model with the files of that folder. */
  public static Artifact model(Artifacts artifacts, Path folder, String datasetId)
      throws IOException {
    ArtifactDraft draft = artifacts.draft(ArtifactKind.MODEL).name("tiny").parent(datasetId);
    for (String file : FILES) {
      Files.copy(folder.resolve(file), draft.file(file, OCTETS));
    }
    return artifacts.record(draft);
  }

  /** Records the same model once more, under another id. */
  public Artifact again(Artifacts artifacts) throws IOException {
    return model(artifacts, files(artifacts), datasetId);
  }

  /** Records its encoder alone, without averaged weights. */
  public Artifact alone(Artifacts artifacts) throws IOException {
    ArtifactDraft draft = artifacts.draft(ArtifactKind.MODEL).name("alone");
    Artifact model = artifacts.find(modelId).orElseThrow();
    for (String file : List.of(ModelFiles.SPEC, ModelFiles.GOLDENS)) {
      Files.copy(artifacts.open(model, file), draft.file(file, OCTETS));
    }
    try (var all = SafetensorsFile.open(artifacts.open(model, Weights.RAW.file()))) {
      var kept =
          all.tensors().values().stream()
              .filter(tensor -> tensor.name().startsWith(ModelSpec.ENCODER_PREFIX))
              .toList();
      Path file = draft.file(Weights.RAW.file(), OCTETS);
      try (var writer = SafetensorsWriter.create(file, kept, all.metadata())) {
        for (var tensor : kept) {
          writer.write(tensor.name(), all.data(tensor.name()));
        }
      }
    }
    return artifacts.record(draft);
  }

  /** Records a model of the same images whose score network was never told a code. */
  public Artifact withoutCode(Artifacts artifacts, Engine engine) throws IOException {
    var drl = Objective.drl();
    var loss = drl.loss();
    return trained(
        artifacts,
        engine,
        new Objective(
            drl.latent(),
            drl.penalty(),
            true,
            new Loss(
                loss.weighting(),
                loss.preconditioning(),
                loss.timeSteps(),
                loss.timeDraws(),
                loss.reduction(),
                loss.reconstruction(),
                0,
                false,
                1)));
  }

  /** Records an autoencoder of the same images, with codes of as many values. */
  public Artifact decoding(Artifacts artifacts, Engine engine) throws IOException {
    return trained(artifacts, engine, Objective.autoencoder(Reconstruction.L2));
  }

  private Artifact trained(Artifacts artifacts, Engine engine, Objective objective)
      throws IOException {
    Path files = Files.createTempDirectory("p2f-tiny-model");
    try (var images = dataset(artifacts, datasetId);
        Trainer trainer = Trainer.start(engine, spec(objective), images)) {
      trainer.step();
      trainer.exportModel(files);
    }
    return model(artifacts, files, datasetId);
  }

  /** Records the same model with reference codes that it does not reproduce. */
  public Artifact harmed(Artifacts artifacts) throws IOException {
    Path folder = files(artifacts);
    Path goldens = folder.resolve(ModelFiles.GOLDENS);
    byte[] content = Files.readAllBytes(goldens);
    content[content.length - 2] ^= 0x40; // an exponent
    Files.write(goldens, content);
    return model(artifacts, folder, datasetId);
  }

  private Path files(Artifacts artifacts) throws IOException {
    Path folder = Files.createTempDirectory("p2f-tiny-model");
    Artifact model = artifacts.find(modelId).orElseThrow();
    for (var file : model.files()) {
      Files.copy(artifacts.open(model, file.name()), folder.resolve(file.name()));
    }
    return folder;
  }

  private static TrainingSpec spec(Objective objective) {
    return new TrainingSpec(
        new EncoderSpec(10, .25, LatentKind.DETERMINISTIC, 3),
        new NcsnPlusPlusSpec(4, List.of(1, 1), 1, List.of(), 0, SIDE, 3, UNetOptions.published()),
        VarianceExploding.published(),
        objective,
        OptimizerSpec.published().withWarmupSteps(0),
        PixelScaling.STANDARDISED,
        16,
        STEPS,
        7,
        Precision.FLOAT32,
        Layout.CONTIGUOUS);
  }

  public static ImageDataset dataset(Artifacts artifacts, String id) throws IOException {
    return ImageDataset.open(
        artifacts.open(artifacts.find(id).orElseThrow(), "dataset.safetensors"));
  }

  /** The model's encoder as numerics has it, in float32 and the plainest layout. */
  public Encoder encoder(Artifacts artifacts, Engine engine, Weights weights) throws IOException {
    Artifact model = artifacts.find(modelId).orElseThrow();
    return Encoder.load(
        engine,
        new ModelFiles(
            artifacts.open(model, weights.file()), artifacts.open(model, ModelFiles.SPEC)),
        weights,
        Precision.FLOAT32,
        Layout.CONTIGUOUS);
  }
}
