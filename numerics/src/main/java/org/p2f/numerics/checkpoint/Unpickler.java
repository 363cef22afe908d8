package org.p2f.numerics.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2f.numerics.checkpoint.Pickled.Constant;
import org.p2f.numerics.checkpoint.Pickled.Dict;
import org.p2f.numerics.checkpoint.Pickled.Global;
import org.p2f.numerics.checkpoint.Pickled.Items;
import org.p2f.numerics.checkpoint.Pickled.Real;
import org.p2f.numerics.checkpoint.Pickled.Text;
import org.p2f.numerics.checkpoint.Pickled.Whole;
import org.p2f.numerics.data.InvalidData;

/**
 * Reads a pickle as data. A pickle is a program for a stack machine that may call any function of
 * Python; this machine knows the instructions that build numbers, strings, lists and dictionaries,
 * and by name the few functions that checkpoints of tensors call. It calls nothing: where those
 * functions are called, {@link Rebuilding} notes what they would have made.
 *
 * <p>Memory is bounded by the number of instructions and of bytes, both limited.
 */
final class Unpickler {
  /** Longest pickle; one of a thousand tensors with their moments has about half a megabyte. */
  static final int MOST_BYTES = 16 << 20;

  private static final int MOST_INSTRUCTIONS = 1_000_000;

  private final PickleBytes in;
  private final List<Pickled> stack = new ArrayList<>();

  /** Heights of the stack at the marks. */
  private final Deque<Integer> marks = new ArrayDeque<>();

  private final Map<Long, Pickled> memo = new HashMap<>();

  private Unpickler(PickleBytes in) {
    this.in = in;
  }

  /**
   * @param file name of the pickle, for messages
   * @throws InvalidData naming the byte, if it is broken, too long, or refers to anything else than
   *     the globals that are known; then the message names it
   */
  static Pickled read(String file, byte[] pickle) throws InvalidData {
    return new Unpickler(new PickleBytes(file, pickle)).run();
  }

  private Pickled run() throws InvalidData {
    for (int i = 0; i < MOST_INSTRUCTIONS; i++) {
      int code = in.unsignedByte();
      if (code == '.') {
        return pop();
      }
      step(code);
    }
    throw in.fault("more than %d instructions".formatted(MOST_INSTRUCTIONS));
  }

  private void step(int code) throws InvalidData {
    switch (code) {
      case 0x80 -> protocol(in.unsignedByte());
      case 0x95 -> in.unsignedLong(); // length of a frame, for those who read ahead
      case '(' -> marks.push(stack.size());
      case '0' -> pop();
      case '1' -> popToMark();
      case 'N' -> stack.add(Constant.NONE);
      case 0x88 -> stack.add(Constant.TRUE);
      case 0x89 -> stack.add(Constant.FALSE);
      case 'K' -> stack.add(new Whole(in.unsignedByte()));
      case 'M' -> stack.add(new Whole(in.unsignedShort()));
      case 'J' -> stack.add(new Whole(in.signedInt()));
      case 0x8a -> stack.add(new Whole(in.signed(in.unsignedByte())));
      case 0x8b -> stack.add(new Whole(in.signed(in.unsignedInt())));
      case 'G' -> stack.add(new Real(in.bigEndianDouble()));
      case 0x8c -> stack.add(new Text(in.text(in.unsignedByte())));
      case 'X' -> stack.add(new Text(in.text(in.unsignedInt())));
      case 0x8d -> stack.add(new Text(in.text(in.unsignedLong())));
      case ']', ')' -> stack.add(new Items(List.of()));
      case 'l', 't' -> stack.add(new Items(popToMark()));
      case 0x85 -> stack.add(new Items(pop(1)));
      case 0x86 -> stack.add(new Items(pop(2)));
      case 0x87 -> stack.add(new Items(pop(3)));
      case 'a' -> append(pop(1));
      case 'e' -> append(popToMark());
      case '}' -> stack.add(new Dict());
      case 'd' -> {
        List<Pickled> pairs = popToMark();
        stack.add(new Dict());
        put(pairs);
      }
      case 's' -> put(pop(2));
      case 'u' -> put(popToMark());
      case 'q' -> memo.put((long) in.unsignedByte(), top());
      case 'r' -> memo.put(in.unsignedInt(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> recall(in.unsignedByte());
      case 'j' -> recall(in.unsignedInt());
      case 'c' -> global(in.line(), in.line());
      case 'i' -> throw refused(in.line(), in.line());
      case 0x93 -> {
        List<Pickled> names = pop(2);
        global(text(names.get(0)), text(names.get(1)));
      }
      case 'R' -> {
        List<Pickled> call = pop(2);
        stack.add(new Rebuilding(in).result(call.get(0), call.get(1)));
      }
      case 'b' -> ignoreState();
      case 'Q' -> stack.add(new Rebuilding(in).storage(pop()));
      default ->
          throw in.fault(
              "instruction 0x%02x, which checkpoints of tensors do not have".formatted(code));
    }
  }

  private void protocol(int version) throws InvalidData {
    if (version > 5) {
      throw in.fault("pickle protocol %d, which is not known".formatted(version));
    }
  }

  private Pickled top() throws InvalidData {
    require(1);
    return stack.getLast();
  }

  private Pickled pop() throws InvalidData {
    require(1);
    return stack.removeLast();
  }

  private List<Pickled> pop(int count) throws InvalidData {
    require(count);
    return cut(stack.size() - count);
  }

  private List<Pickled> popToMark() throws InvalidData {
    if (marks.isEmpty()) {
      throw in.fault("there is no mark on the stack");
    }
    return cut(marks.pop());
  }

  private List<Pickled> cut(int from) {
    List<Pickled> above = stack.subList(from, stack.size());
    List<Pickled> values = List.copyOf(above);
    above.clear();
    return values;
  }

  /** Nothing below a mark can be taken, as in Python. */
  private void require(int count) throws InvalidData {
    int floor = marks.isEmpty() ? 0 : marks.peek();
    if (stack.size() - floor < count) {
      throw in.fault("the stack has not the %d values that are taken here".formatted(count));
    }
  }

  private void append(List<Pickled> values) throws InvalidData {
    if (!(top() instanceof Items list)) {
      throw in.fault("what is appended to is no list");
    }
    list.values().addAll(values);
  }

  private void put(List<Pickled> pairs) throws InvalidData {
    if (!(top() instanceof Dict dict) || pairs.size() % 2 != 0) {
      throw in.fault("what is put into is no dictionary, or a value is missing");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      Pickled key = pairs.get(i);
      if (!(key instanceof Text || key instanceof Whole)) {
        throw in.fault("a dictionary's key is neither a string nor an integer");
      }
      dict.entries().put(key, pairs.get(i + 1));
    }
  }

  private void recall(long index) throws InvalidData {
    Pickled value = memo.get(index);
    if (value == null) {
      throw in.fault("nothing was kept under %d".formatted(index));
    }
    stack.add(value);
  }

  private void global(String module, String name) throws InvalidData {
    stack.add(Global.find(module, name).orElseThrow(() -> refused(module, name)));
  }

  private InvalidData refused(String module, String name) {
    return in.fault(
        "refers to '%s.%s', which is not among the few that are read; nothing of it was run"
            .formatted(PublishedNames.shortened(module), PublishedNames.shortened(name)));
  }

  private String text(Pickled value) throws InvalidData {
    if (value instanceof Text(String text)) {
      return text;
    }
    throw in.fault("a name is no string");
  }

  /** A dictionary's attributes: versions of modules, which nobody asks for. */
  private void ignoreState() throws InvalidData {
    pop();
    if (!(top() instanceof Dict)) {
      throw in.fault("state is set of something else than a dictionary");
    }
  }
}
