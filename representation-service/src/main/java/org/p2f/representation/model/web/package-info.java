/** HTTP API of served models. */
@NullMarked
package org.p2f.representation.model.web;

import org.jspecify.annotations.NullMarked;
