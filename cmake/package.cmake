# package.cmake: three Debian packages (`cpack` in the build folder): the program, the library, what developers need.
# The library is linked with all it uses, so its dependencies are found in it; the program, which loads some of them when
# it needs them, depends on the library's package and has them from there.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME failwise)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "failwise developers <developers@failwise.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(soname ${PROJECT_VERSION_MAJOR})

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME failwise)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "libfailwise${soname} (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "interview answers about failure, scored
 Reads anonymised answers from CSV, extracts explainable features in parallel,
 fits scoring weights to interviewer ratings, and writes HDF5 datasets and
 reports.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libfailwise${soname})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "${PROJECT_DESCRIPTION} - library
 The stages of failwise as a shared library.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libfailwise-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libfailwise${soname} (= ${PROJECT_VERSION}), libjansson-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "${PROJECT_DESCRIPTION} - development files
 Headers, static library, pkg-config and CMake files of failwise.")

# What Debian wants with every package: the licence, and what has changed.
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: failwise

Files: *
Copyright: 2026 the failwise developers
License: GPL-3+
 On Debian systems the whole text of the GNU General Public License, version 3,
 is in /usr/share/common-licenses/GPL-3.
")
# Debian's form of a changelog; the time is that of the sources where SOURCE_DATE_EPOCH gives it.
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/changelog "failwise (${PROJECT_VERSION}) unstable; urgency=medium

  * What is new is told in CHANGELOG.md of the sources.

 -- ${CPACK_PACKAGE_CONTACT}  ${now}
")
execute_process(COMMAND gzip -9nf ${CMAKE_CURRENT_BINARY_DIR}/changelog)
# The linker's cache is to know the library once it is unpacked.
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/triggers "activate-noawait ldconfig\n")
# Who links with the library depends on this very version until its interface is declared stable.
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/shlibs "libfailwise ${soname} libfailwise${soname} (= ${PROJECT_VERSION})\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_BINARY_DIR}/triggers ${CMAKE_CURRENT_BINARY_DIR}/shlibs)
foreach(pair program:failwise library:libfailwise${soname} development:libfailwise-dev)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/copyright ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
          COMPONENT ${component})
endforeach()
include(CPack)
