package org.p2f.representation.encoding.web;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.EncodingsRequest.ImageRequest;
import org.p2f.representation.encoding.web.EncodingsRequest.ItemsRequest;
import org.p2f.representation.encoding.web.EncodingsRequest.PixelsRequest;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.InvalidPicture;

/** The images of a request, as they were sent and before anything is decoded. */
public sealed interface SentImages {

  /** The field to name when there are too many of them. */
  String field();

  long count();

  /** PNG or JPEG files. */
  sealed interface Files extends SentImages {

    /** The field to name when that file is bad. */
    String field(int index);

    /**
     * @throws InvalidPicture if what was sent is no bytes
     */
    byte[] content(int index) throws InvalidPicture;
  }

  /** Files in base64. */
  record Base64Files(List<ImageRequest> images) implements Files {
    @Override
    public String field() {
      return "images";
    }

    @Override
    public long count() {
      return images.size();
    }

    @Override
    public String field(int index) {
      return "images[%d].content".formatted(index);
    }

    @Override
    public byte[] content(int index) throws InvalidPicture {
      return bytes(images.get(index).content());
    }
  }

  /** Files as they are. */
  record PlainFiles(List<byte[]> images) implements Files {
    @Override
    public String field() {
      return "images";
    }

    @Override
    public long count() {
      return images.size();
    }

    @Override
    public String field(int index) {
      return "images[%d]".formatted(index);
    }

    @Override
    public byte[] content(int index) {
      return images.get(index);
    }
  }

  /** Images of a data set. */
  record Items(ItemsRequest items) implements SentImages {
    @Override
    public String field() {
      return "items.indices";
    }

    @Override
    public long count() {
      return items.indices().size();
    }
  }

  /** One array. */
  record Pixels(String field, PixelArray array) implements SentImages {
    @Override
    public long count() {
      return array.images();
    }
  }

  /**
   * The images of a JSON request; null if not exactly one of its fields has some, which then is
   * among the invalid fields.
   */
  static @Nullable SentImages of(EncodingsRequest request, InvalidFields invalid) {
    int given = 0;
    for (Object field :
        new @Nullable Object[] {request.images(), request.items(), request.pixels()}) {
      given += field == null ? 0 : 1;
    }
    if (given > 1) {
      invalid.add(
          request.items() != null ? "items" : "pixels",
          "must not be given together with " + (request.images() != null ? "images" : "pixels"));
    } else if (request.images() != null) {
      return new Base64Files(request.images());
    } else if (request.items() != null) {
      return new Items(request.items());
    } else if (request.pixels() != null) {
      return pixels(request.pixels(), invalid);
    } else {
      invalid.add("images", "is required, or items or pixels in its place");
    }
    return null;
  }

  private static @Nullable SentImages pixels(PixelsRequest pixels, InvalidFields invalid) {
    try {
      var elements = ByteBuffer.wrap(bytes(pixels.data()));
      return new Pixels("pixels", new PixelArray(pixels.shape(), ElementKind.FLOAT32, elements));
    } catch (InvalidPicture e) {
      invalid.add("pixels.data", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static byte[] bytes(String base64) throws InvalidPicture {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidPicture("is not base64: " + e.getMessage());
    }
  }
}
