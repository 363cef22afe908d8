package org.p2f.numerics.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.p2f.numerics.tensor.DataType;

/** A value of a pickle, of the few kinds that checkpoints of tensors are made of. */
sealed interface Pickled {

  /** A string. */
  record Text(String value) implements Pickled {}

  /** An integer. */
  record Whole(long value) implements Pickled {}

  /** A number with a fraction; checkpoints hold them, but none is used. */
  record Real(double value) implements Pickled {}

  /** What there is one of. */
  enum Constant implements Pickled {
    NONE,
    TRUE,
    FALSE
  }

  /**
   * A list or a tuple. It may hold itself, so it is compared by identity, and nobody walks through
   * it without knowing how deep.
   */
  final class Items implements Pickled {
    private final List<Pickled> values;

    Items(List<Pickled> values) {
      this.values = new ArrayList<>(values);
    }

    List<Pickled> values() {
      return values;
    }
  }

  /** A dictionary, in order; compared by identity for the same reason. */
  final class Dict implements Pickled {
    private final Map<Pickled, Pickled> entries = new LinkedHashMap<>();

    /** Its keys are {@link Text} and {@link Whole}. */
    Map<Pickled, Pickled> entries() {
      return entries;
    }

    Optional<Pickled> get(String key) {
      return Optional.ofNullable(entries.get(new Text(key)));
    }
  }

  /**
   * An entry of the archive with the elements of tensors.
   *
   * @param key its name there, digits
   */
  record Storage(DataType type, String key, long elements) implements Pickled {}

  /**
   * A tensor: some elements of a storage, all of which lie inside it.
   *
   * @param offset element of the storage at which it begins
   * @param size of each axis
   * @param stride between neighbours along each axis, in elements, at least 0
   */
  record View(Storage storage, long offset, List<Long> size, List<Long> stride) implements Pickled {
    public View {
      size = List.copyOf(size);
      stride = List.copyOf(stride);
    }

    long[] shape() {
      return size.stream().mapToLong(Long::longValue).toArray();
    }

    /** Number of elements from its first to its last, with those between that are not its own. */
    long span() {
      if (size.contains(0L)) {
        return 0;
      }
      long last = 0;
      for (int axis = 0; axis < size.size(); axis++) {
        last = Math.addExact(last, Math.multiplyExact(size.get(axis) - 1, stride.get(axis)));
      }
      return Math.addExact(last, 1);
    }
  }

  /** The only functions and classes that are known; none of them is called. */
  enum Global implements Pickled {
    REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils", "_rebuild_parameter"),
    ORDERED_DICT("collections", "OrderedDict"),
    FLOAT64("torch", "DoubleStorage"),
    FLOAT32("torch", "FloatStorage"),
    FLOAT16("torch", "HalfStorage"),
    BFLOAT16("torch", "BFloat16Storage"),
    INT64("torch", "LongStorage");

    private final String module;
    private final String named;

    Global(String module, String named) {
      this.module = module;
      this.named = named;
    }

    static Optional<Global> find(String module, String named) {
      return Stream.of(values())
          .filter(global -> global.module.equals(module) && global.named.equals(named))
          .findFirst();
    }

    /** Of the elements, where it is a class of storages. */
    Optional<DataType> elements() {
      return switch (this) {
        case FLOAT64 -> Optional.of(DataType.F64);
        case FLOAT32 -> Optional.of(DataType.F32);
        case FLOAT16 -> Optional.of(DataType.F16);
        case BFLOAT16 -> Optional.of(DataType.BF16);
        case INT64 -> Optional.of(DataType.I64);
        case REBUILD_TENSOR, REBUILD_PARAMETER, ORDERED_DICT -> Optional.empty();
      };
    }
  }
}
