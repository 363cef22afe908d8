package org.p2f.numerics.checkpoint;

import java.lang.foreign.MemorySegment;
import org.p2f.numerics.checkpoint.Pickled.View;

/** Elements that lie apart, put side by side. */
final class StridedElements {
  private StridedElements() {}

  /**
   * @param span the bytes from the view's first element to its last
   * @return its elements, the last axis fastest
   */
  static MemorySegment gathered(View view, byte[] span) {
    if (isContiguous(view)) {
      return MemorySegment.ofArray(span);
    }
    int width = view.storage().type().bytes();
    int axes = view.size().size();
    byte[] elements =
        new byte[Math.toIntExact(view.size().stream().reduce(1L, Math::multiplyExact)) * width];
    long[] index = new long[axes];
    long at = 0;
    for (int to = 0; to < elements.length; to += width) {
      System.arraycopy(span, (int) at * width, elements, to, width);
      for (int axis = axes - 1; axis >= 0; axis--) {
        index[axis]++;
        at += view.stride().get(axis);
        if (index[axis] < view.size().get(axis)) {
          break;
        }
        at -= view.stride().get(axis) * view.size().get(axis);
        index[axis] = 0;
      }
    }
    return MemorySegment.ofArray(elements);
  }

  private static boolean isContiguous(View view) {
    long expected = 1;
    for (int axis = view.size().size() - 1; axis >= 0; axis--) {
      long size = view.size().get(axis);
      if (size != 1 && view.stride().get(axis) != expected) {
        return false;
      }
      expected *= size;
    }
    return true;
  }
}
