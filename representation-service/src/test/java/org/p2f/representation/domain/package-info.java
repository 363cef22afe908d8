@NullMarked
package org.p2f.representation.domain;

import org.jspecify.annotations.NullMarked;
