/** Requests to models and their results, independent of web, database and tensors. */
@NullMarked
package org.p2f.representation.domain;

import org.jspecify.annotations.NullMarked;
