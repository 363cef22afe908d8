package org.p2f.representation.model;

import java.util.List;
import java.util.Optional;

/** The trained models. */
public interface Models {
  Optional<ModelCard> find(String idOrAlias);

  /** All that the caller may see, newest first. */
  List<Version> versions();

  /**
   * A model that is there, whether or not anybody has asked for it.
   *
   * @param digest of the model's artifact
   */
  record Version(String id, String digest) {}
}
