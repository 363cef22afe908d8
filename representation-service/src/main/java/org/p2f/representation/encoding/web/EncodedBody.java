package org.p2f.representation.encoding.web;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Encodings.Encoded;
import org.p2f.representation.encoding.Interpolation;
import org.p2f.representation.encoding.web.EncodingsRequest.CodeEncoding;
import org.p2f.spec.npy.NpyHeader;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;

/**
 * Codes as the caller wants them: JSON, or numbers alone with headers that tell what JSON would.
 */
final class EncodedBody {
  private static final MediaType NPY = MediaType.parseMediaType(Npy.MEDIA_TYPE);
  private static final List<MediaType> WRITTEN =
      List.of(MediaType.APPLICATION_JSON, NPY, MediaType.APPLICATION_OCTET_STREAM);

  private EncodedBody() {}

  static ResponseEntity<?> of(
      EncodingOrder order, Encoded encoded, CodeEncoding encoding, @Nullable String accept) {
    MediaType type = chosen(accept);
    if (type.equals(MediaType.APPLICATION_JSON)) {
      return ResponseEntity.ok(EncodingsView.of(order, encoded, encoding));
    }
    Codes codes = encoded.codes();
    ElementKind kind =
        encoding == CodeEncoding.BASE64_FLOAT16 ? ElementKind.FLOAT16 : ElementKind.FLOAT32;
    byte[] before =
        type.equals(NPY)
            ? NpyHeader.of(kind.numpy(), codes.images(), codes.times(), codes.size())
            : new byte[0];
    return ResponseEntity.ok()
        .contentType(type)
        .headers(headers -> tell(encoded.interpolation(), headers))
        .header("P2F-Model-Id", order.model().id())
        .header("P2F-Model-Digest", order.model().digest())
        .header("P2F-Weights", word(order.weights()))
        .header("P2F-Precision", word(encoded.precision()))
        .header("P2F-Type", word(kind))
        .header("P2F-Shape", "%d,%d,%d".formatted(codes.images(), codes.times(), codes.size()))
        .body(WrittenCodes.bytes(codes, kind, before));
  }

  private static void tell(@Nullable Interpolation interpolation, HttpHeaders headers) {
    if (interpolation != null) {
      headers.set("P2F-Interpolation-Method", word(interpolation.method()));
      headers.set("P2F-Interpolation-Grid", Integer.toString(interpolation.grid().intervals()));
      headers.set("P2F-Interpolation-Error-Bound", Double.toString(interpolation.errorBound()));
    }
  }

  /** The first of the caller's types that is written here; he has one, or would not be here. */
  private static MediaType chosen(@Nullable String accept) {
    if (accept == null) {
      return MediaType.APPLICATION_JSON;
    }
    List<MediaType> wanted = MediaType.parseMediaTypes(accept);
    MimeTypeUtils.sortBySpecificity(wanted);
    return wanted.stream()
        .flatMap(one -> WRITTEN.stream().filter(one::includes))
        .findFirst()
        .orElse(MediaType.APPLICATION_JSON);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
