@NullMarked
package org.p2f.representation.encoding.web;

import org.jspecify.annotations.NullMarked;
