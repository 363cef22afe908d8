/** HTTP API of reconstructions. */
@NullMarked
package org.p2f.representation.reconstruction.web;

import org.jspecify.annotations.NullMarked;
