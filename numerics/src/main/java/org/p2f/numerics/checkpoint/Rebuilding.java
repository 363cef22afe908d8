package org.p2f.numerics.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.p2f.numerics.checkpoint.Pickled.Dict;
import org.p2f.numerics.checkpoint.Pickled.Global;
import org.p2f.numerics.checkpoint.Pickled.Items;
import org.p2f.numerics.checkpoint.Pickled.Storage;
import org.p2f.numerics.checkpoint.Pickled.Text;
import org.p2f.numerics.checkpoint.Pickled.View;
import org.p2f.numerics.checkpoint.Pickled.Whole;
import org.p2f.numerics.data.InvalidData;

/**
 * What the calls in a checkpoint stand for.
 *
 * @param in where the calls are, for messages
 */
record Rebuilding(PickleBytes in) {
  /** Names of entries that hold elements: no path can hide in them. */
  private static final Pattern KEY = Pattern.compile("[0-9]{1,9}");

  private static final int MOST_AXES = 8;

  /** What that function would have made of those arguments. */
  Pickled result(Pickled function, Pickled arguments) throws InvalidData {
    if (!(function instanceof Global global) || !(arguments instanceof Items items)) {
      throw in.fault("what is called is none of the functions that are known");
    }
    List<Pickled> values = items.values();
    return switch (global) {
      case REBUILD_TENSOR -> tensor(values);
      case REBUILD_PARAMETER -> parameter(values);
      case ORDERED_DICT -> emptyDict(values);
      case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, INT64 ->
          throw in.fault("a class of storages is called");
    };
  }

  /** (storage, offset, size, stride, whether it has gradients, hooks[, metadata]). */
  private View tensor(List<Pickled> values) throws InvalidData {
    if (values.size() < 4
        || !(values.get(0) instanceof Storage storage)
        || !(values.get(1) instanceof Whole(long offset))) {
      throw in.fault("a tensor without storage, offset, size or stride");
    }
    var view = new View(storage, offset, wholes(values.get(2)), wholes(values.get(3)));
    if (view.size().size() != view.stride().size() || view.size().size() > MOST_AXES) {
      throw in.fault("a tensor of size %s and stride %s".formatted(view.size(), view.stride()));
    }
    if (!liesInside(view)) {
      throw in.fault(
          "a tensor of size %s and stride %s at element %d, outside its storage of %d"
              .formatted(view.size(), view.stride(), offset, storage.elements()));
    }
    return view;
  }

  private static boolean liesInside(View view) {
    try {
      long elements = 1;
      for (long size : view.size()) {
        elements = Math.multiplyExact(elements, size);
      }
      Math.multiplyExact(elements, (long) view.storage().type().bytes());
      return view.offset() >= 0
          && Math.addExact(view.offset(), view.span()) <= view.storage().elements();
    } catch (ArithmeticException _) {
      return false; // more than a long counts
    }
  }

  private List<Long> wholes(Pickled value) throws InvalidData {
    if (!(value instanceof Items items)) {
      throw in.fault("a tensor's size or stride is no tuple");
    }
    List<Long> wholes = new ArrayList<>();
    for (Pickled item : items.values()) {
      if (!(item instanceof Whole(long whole)) || whole < 0) {
        throw in.fault("a tensor's size or stride is no number, or negative");
      }
      wholes.add(whole);
    }
    return wholes;
  }

  private View parameter(List<Pickled> values) throws InvalidData {
    if (!values.isEmpty() && values.getFirst() instanceof View view) {
      return view;
    }
    throw in.fault("a parameter without a tensor");
  }

  private Dict emptyDict(List<Pickled> values) throws InvalidData {
    if (!values.isEmpty()) {
      throw in.fault("an ordered dictionary that is not empty to begin with");
    }
    return new Dict();
  }

  /** ("storage", class, key, device, number of elements). */
  Storage storage(Pickled id) throws InvalidData {
    if (id instanceof Items items
        && items.values().size() == 5
        && items.values().get(1) instanceof Global global
        && global.elements().isPresent()
        && items.values().get(2) instanceof Text(String key)
        && KEY.matcher(key).matches()
        && items.values().get(4) instanceof Whole(long elements)
        && elements >= 0) {
      return new Storage(global.elements().get(), key, elements);
    }
    throw in.fault("a storage without class, name or number of elements");
  }
}
