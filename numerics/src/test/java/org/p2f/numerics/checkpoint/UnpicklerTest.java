package org.p2f.numerics.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.checkpoint.Pickled.Dict;
import org.p2f.numerics.checkpoint.Pickled.Items;
import org.p2f.numerics.checkpoint.Pickled.Storage;
import org.p2f.numerics.checkpoint.Pickled.View;
import org.p2f.numerics.checkpoint.Pickled.Whole;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.tensor.DataType;

/** Pickles as they are, and as an attacker would write them; written byte by byte. */
@Timeout(20)
class UnpicklerTest {

  /** Bytes of a pickle: letters as they stand, others by {@code bytes}. */
  private static final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle text(String ascii) {
      out.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    Pickle bytes(int... values) {
      for (int value : values) {
        out.write(value);
      }
      return this;
    }

    Pickle unicode(String text) {
      return bytes(0x8c, text.length()).text(text);
    }

    /** A tensor over a storage of 6 float32. */
    Pickle tensor(int offset, int[] size, int[] stride) {
      text("ctorch._utils\n_rebuild_tensor_v2\n((")
          .unicode("storage")
          .text("ctorch\nFloatStorage\n")
          .unicode("0")
          .unicode("cpu")
          .bytes('K', 6)
          .text("tQ")
          .bytes('K', offset);
      ints(size);
      ints(stride);
      return bytes(0x89).text("ccollections\nOrderedDict\n)RtR");
    }

    private void ints(int... values) {
      text("(");
      for (int value : values) {
        bytes('J', value, value >> 8, value >> 16, value >> 24);
      }
      text("t");
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }

  private static Pickle pickle() {
    return new Pickle().bytes(0x80, 2);
  }

  private static Pickled read(Pickle pickle) throws InvalidData {
    return Unpickler.read("data.pkl", pickle.text(".").toBytes());
  }

  private static void refuses(Pickle pickle, String message) {
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(InvalidData.class)
        .hasMessageStartingWith("data.pkl: at byte ")
        .hasMessageContaining(message);
  }

  @Test
  void numbersStringsListsAndDictionariesAreRead() throws InvalidData {
    var pickle =
        pickle()
            .text("}(")
            .unicode("a")
            .bytes(0x8a, 3, 0xff, 0xff, 0xfe) // -65537
            .unicode("b")
            .text("](K\1M\2\1J\1\0\0\0")
            .bytes(0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 0x80)
            .text("e")
            .unicode("c")
            .text("N")
            .bytes(0x88)
            .bytes(0x86)
            .text("u");
    var dict = (Dict) read(pickle);
    assertThat(dict.get("a")).contains(new Whole(-65537));
    assertThat(((Items) dict.get("b").orElseThrow()).values())
        .containsExactly(new Whole(1), new Whole(258), new Whole(1), new Whole(Long.MIN_VALUE));
    assertThat(((Items) dict.get("c").orElseThrow()).values())
        .containsExactly(Pickled.Constant.NONE, Pickled.Constant.TRUE);
  }

  @Test
  void tensorIsPlaceInStorage() throws InvalidData {
    var view = (View) read(pickle().tensor(1, new int[] {2, 2}, new int[] {1, 3}));
    assertThat(view)
        .isEqualTo(
            new View(new Storage(DataType.F32, "0", 6), 1, List.of(2L, 2L), List.of(1L, 3L)));
    byte[] span = {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0};
    byte[] gathered = StridedElements.gathered(view, span).toArray(ValueLayout.JAVA_BYTE);
    assertThat(gathered).containsExactly(1, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "builtins, eval",
    "builtins, getattr",
    "subprocess, Popen",
    "torch, load",
    "torch.storage, _load_from_bytes",
    "numpy.core.multiarray, scalar"
  })
  void everyOtherGlobalIsRefusedByItsName(String module, String name) {
    String message = "refers to '%s.%s', which is not among".formatted(module, name);
    refuses(pickle().text("c%s\n%s\n(".formatted(module, name)).unicode("id").text("tR"), message);
    refuses(pickle().unicode(module).unicode(name).bytes(0x93).text(")R"), message);
    refuses(pickle().text("(").unicode("id").text("i%s\n%s\n".formatted(module, name)), message);
    refuses(
        pickle()
            .text("ctorch._utils\n_rebuild_tensor_v2\n(c%s\n%s\n".formatted(module, name))
            .text(")RtR"),
        message);
  }

  @Test
  void callsOfWhatWasMadeAndOfOtherThingsAreRefused() {
    refuses(
        pickle().text("ccollections\nOrderedDict\n)R)R"), "none of the functions that are known");
    refuses(pickle().unicode("os.system").text(")R"), "none of the functions that are known");
    refuses(pickle().text("ctorch\nFloatStorage\n)R"), "a class of storages is called");
    refuses(pickle().text("ccollections\nOrderedDict\n](K\1etR"), "mark");
    refuses(pickle().text("ccollections\nOrderedDict\nK\1").bytes(0x85).text("R"), "not empty");
    refuses(pickle().text("ccollections\nOrderedDict\n)").bytes(0x81), "instruction 0x81");
    refuses(pickle().text("P1\n"), "instruction 0x50");
    refuses(pickle().text("K\1}b"), "state is set of something else");
    refuses(pickle().text("}](K\1eK\1s"), "neither a string nor an integer");
  }

  @Test
  void loopsThroughTheMemoAreNoTrouble() throws InvalidData {
    var list = (Items) read(pickle().text("]q\0h\0a"));
    assertThat(list.values()).hasSize(1);
    assertThat(list.values().getFirst()).isSameAs(list);
    var doubling = pickle().text("K\1");
    for (int i = 0; i < 200; i++) {
      doubling.text("q\0h\0").bytes(0x86); // (x, x), of which there would be 2^200 in all
    }
    assertThat(read(doubling)).isInstanceOf(Items.class);
    refuses(pickle().text("h\7"), "nothing was kept under 7");
    refuses(pickle().text("}q\0h\0h\0s"), "neither a string nor an integer");
  }

  @Test
  void claimsOfSizesThatAreNotThereCostNothing() {
    refuses(pickle().text("X").bytes(255, 255, 255, 255), "of which 4294967295 are needed here");
    refuses(pickle().bytes(0x8d, 255, 255, 255, 255, 255, 255, 255, 255), "18446744073709551615");
    refuses(pickle().bytes(0x8b, 255, 255, 255, 127), "an integer of 2147483647 bytes");
    refuses(pickle().text("tQ"), "no mark");
    refuses(pickle().text("Q"), "the stack has not the 1 values");
    refuses(pickle().text("K\1(0"), "the stack has not the 1 values");
    int most = Integer.MAX_VALUE;
    refuses(
        pickle().tensor(0, new int[] {most, most, most}, new int[] {0, 0, 0}),
        "outside its storage of 6");
    refuses(
        pickle().tensor(0, new int[] {2, 3}, new int[] {most, most}), "outside its storage of 6");
    refuses(pickle().tensor(1, new int[] {2, 3}, new int[] {3, 1}), "outside its storage of 6");
    refuses(pickle().tensor(0, new int[] {2, 3}, new int[] {3, -1}), "or negative");
    refuses(pickle().tensor(0, new int[] {2, 3}, new int[] {3}), "a tensor of size [2, 3]");
    byte[] endless = new byte[Unpickler.MOST_BYTES];
    Arrays.fill(endless, (byte) '}');
    assertThatThrownBy(() -> Unpickler.read("data.pkl", endless))
        .isInstanceOf(InvalidData.class)
        .hasMessageContaining("more than 1000000 instructions");
  }

  @Test
  void namesOfStoragesCannotLeaveTheirFolder() {
    refuses(
        pickle()
            .text("(")
            .unicode("storage")
            .text("ctorch\nFloatStorage\n")
            .unicode("../data.pkl")
            .unicode("cpu")
            .text("K\6tQ"),
        "a storage without class, name or number");
  }

  @Test
  void everyCutIsRefused() throws InvalidData {
    byte[] whole = pickle().tensor(0, new int[] {2, 3}, new int[] {3, 1}).text(".").toBytes();
    assertThat(Unpickler.read("data.pkl", whole)).isInstanceOf(View.class);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Unpickler.read("data.pkl", cut))
          .as("after %d bytes", length)
          .isInstanceOf(InvalidData.class);
    }
  }
}
