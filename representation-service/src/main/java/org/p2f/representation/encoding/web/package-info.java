/** HTTP API of encodings: JSON, forms, NPY; readers of images and times. */
@NullMarked
package org.p2f.representation.encoding.web;

import org.jspecify.annotations.NullMarked;
