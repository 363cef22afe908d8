@NullMarked
package org.p2f.downstream.study.web;

import org.jspecify.annotations.NullMarked;
