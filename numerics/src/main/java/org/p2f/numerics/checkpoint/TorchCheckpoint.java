package org.p2f.numerics.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.checkpoint.Pickled.Dict;
import org.p2f.numerics.checkpoint.Pickled.Items;
import org.p2f.numerics.checkpoint.Pickled.Text;
import org.p2f.numerics.checkpoint.Pickled.View;
import org.p2f.numerics.checkpoint.Pickled.Whole;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.data.NamedFile;
import org.p2f.numerics.tensor.TensorInfo;

/**
 * A checkpoint of the published code, {@code {"model": state_dict, "ema": {"shadow_params": [...]},
 * "step": n, "optimizer": ...}}, or a {@code state_dict} alone.
 */
final class TorchCheckpoint implements AutoCloseable {
  private static final List<String> STATES = List.of("model", "state_dict");
  private static final String AVERAGES = "ema";
  private static final String SHADOWS = "shadow_params";
  private static final String STEP = "step";

  private final TorchArchive archive;
  private final Views weights;
  private final @Nullable Views averages;
  private final OptionalLong step;
  private final List<String> unread;

  private TorchCheckpoint(
      TorchArchive archive,
      Views weights,
      @Nullable Views averages,
      OptionalLong step,
      List<String> unread) {
    this.archive = archive;
    this.weights = weights;
    this.averages = averages;
    this.step = step;
    this.unread = unread;
  }

  /**
   * @throws InvalidData if it is no checkpoint of tensors
   */
  static TorchCheckpoint open(NamedFile file) throws IOException {
    var archive = TorchArchive.open(file);
    try {
      return of(archive, file.name());
    } catch (IOException | RuntimeException | Error e) {
      archive.close();
      throw e;
    }
  }

  private static TorchCheckpoint of(TorchArchive archive, String file) throws IOException {
    if (!(archive.root() instanceof Dict root)) {
      throw new InvalidData(file, "is no dictionary of tensors");
    }
    Optional<String> key =
        STATES.stream().filter(k -> root.get(k).orElse(null) instanceof Dict).findFirst();
    Dict state = key.isPresent() && root.get(key.get()).orElse(root) instanceof Dict d ? d : root;
    Map<String, View> weights = views(file, state);
    @Nullable Views averages = null;
    if (key.isPresent()
        && root.get(AVERAGES).orElse(null) instanceof Dict ema
        && ema.get(SHADOWS).orElse(null) instanceof Items shadows) {
      averages = new Views(file, archive, averages(file, weights, shadows.values()));
    }
    OptionalLong step =
        key.isPresent() && root.get(STEP).orElse(null) instanceof Whole(long n) && n >= 0
            ? OptionalLong.of(n)
            : OptionalLong.empty();
    return new TorchCheckpoint(
        archive,
        new Views(file, archive, weights),
        averages,
        step,
        key.map(k -> unread(root, k)).orElse(List.of()));
  }

  private static Map<String, View> views(String file, Dict state) throws InvalidData {
    Map<String, View> views = new LinkedHashMap<>();
    for (var entry : state.entries().entrySet()) {
      if (!(entry.getKey() instanceof Text(String name))
          || !(entry.getValue() instanceof View view)) {
        String key = entry.getKey() instanceof Text(String text) ? text : "a number";
        throw new InvalidData(
            file,
            "is no dictionary of tensors: '%s' stands for something else"
                .formatted(PublishedNames.shortened(key)));
      }
      views.put(name, view);
    }
    return views;
  }

  /**
   * The averages are a list: of all trained tensors, in the order of the state. What is not trained
   * is the same with them.
   */
  private static Map<String, View> averages(
      String file, Map<String, View> weights, List<Pickled> shadows) throws InvalidData {
    List<String> trained =
        weights.entrySet().stream()
            .filter(entry -> PublishedNames.isTrained(entry.getKey(), entry.getValue().shape()))
            .map(Map.Entry::getKey)
            .toList();
    if (trained.size() != shadows.size()) {
      throw new InvalidData(
          file,
          "%s.%s holds %d tensors, but the state has %d that are trained"
              .formatted(AVERAGES, SHADOWS, shadows.size(), trained.size()));
    }
    Map<String, View> averages = new LinkedHashMap<>(weights);
    for (int i = 0; i < shadows.size(); i++) {
      View raw = weights.get(trained.get(i));
      if (!(shadows.get(i) instanceof View view)
          || raw == null
          || !view.size().equals(raw.size())) {
        throw new InvalidData(
            file,
            "%s.%s[%d] is %s, but '%s', whose average it should be, has the shape %s"
                .formatted(
                    AVERAGES,
                    SHADOWS,
                    i,
                    shadows.get(i) instanceof View other
                        ? "a tensor of the shape " + other.size()
                        : "no tensor",
                    trained.get(i),
                    raw == null ? "?" : Arrays.toString(raw.shape())));
      }
      averages.put(trained.get(i), view);
    }
    return averages;
  }

  private static List<String> unread(Dict root, String state) {
    List<String> unread = new ArrayList<>();
    for (Pickled key : root.entries().keySet()) {
      if (key instanceof Text(String name) && !List.of(state, AVERAGES, STEP).contains(name)) {
        unread.add(name);
      }
    }
    return unread;
  }

  /** The state's tensors. */
  ForeignTensors weights() {
    return weights;
  }

  /** The same with averages in the place of trained tensors; empty if it holds none. */
  Optional<ForeignTensors> averages() {
    return Optional.ofNullable(averages);
  }

  /** Number of training steps behind it, if it tells. */
  OptionalLong step() {
    return step;
  }

  /** What it holds beside weights, averages and step. */
  List<String> unread() {
    return Collections.unmodifiableList(unread);
  }

  /** Tensors under their names. */
  private record Views(String file, TorchArchive archive, Map<String, View> views)
      implements ForeignTensors {
    @Override
    public Map<String, TensorInfo> infos() {
      Map<String, TensorInfo> infos = new LinkedHashMap<>();
      views.forEach((name, view) -> infos.put(name, info(name, view)));
      return infos;
    }

    private static TensorInfo info(String name, View view) {
      return new TensorInfo(name, view.storage().type(), view.shape());
    }

    @Override
    public void read(Collection<String> names, Sink sink) throws IOException {
      Map<String, View> asked = new LinkedHashMap<>();
      for (var entry : views.entrySet()) {
        if (names.contains(entry.getKey())) {
          asked.put(entry.getKey(), entry.getValue());
        }
      }
      archive.read(
          asked,
          (name, elements) -> {
            View view = asked.get(name);
            if (view != null) {
              sink.accept(info(name, view), elements);
            }
          });
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
