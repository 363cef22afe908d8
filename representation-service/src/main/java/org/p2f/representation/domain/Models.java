package org.p2f.representation.domain;

import java.util.Optional;

/** The trained models. */
public interface Models {
  Optional<ModelCard> find(String idOrAlias);
}
