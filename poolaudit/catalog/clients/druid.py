"""Druid, Alibaba's pool."""

from __future__ import annotations

from poolaudit.catalog import jdbc
from poolaudit.catalog.model import Client, Default, Parameter, Prepares, Reference, Unit

PARAMETERS = (
    Parameter("maxActive", "max_size", defaults=(Default(8),)),
    Parameter("minIdle", "min_size", defaults=(Default(0),)),
    Parameter("maxWait", "acquire_timeout", Unit.MILLIS, (Default(-1),), disabled=(-1,)),
    Parameter("minEvictableIdleTimeMillis", "idle_timeout", Unit.MILLIS, (Default(1800000),)),
    Parameter("phyTimeoutMillis", "max_lifetime", Unit.MILLIS, (Default(-1),), disabled=(-1, 0)),
    Parameter("testOnBorrow", "health_check", defaults=(Default(value=False),)),
    Parameter("testWhileIdle", ""),
    Parameter("initialSize", ""),
    Parameter("validationQuery", ""),
    Parameter("timeBetweenEvictionRunsMillis", ""),
    Parameter("keepAlive", ""),
    Parameter("poolPreparedStatements", ""),
    Parameter("connectionInitSqls", ""),
    Parameter("driverClassName", ""),
)

CLIENT = Client(
    name="druid",
    title="Druid",
    language="java",
    engines=("postgresql", "mysql"),
    packages=("maven:com.alibaba:druid", "maven:com.alibaba:druid-spring-boot-starter"),
    prepares=Prepares.DRIVER,
    minimum_above="refused",
    triggers=("DruidDataSource",),
    constructors=(
        jdbc.data_source(
            "com.alibaba.druid.pool.DruidDataSource",
            parameters=PARAMETERS,
            blocks=("spring.datasource",),
            properties=(("addConnectionProperty", "connectionProperties"),),
        ),
    ),
    dialects=jdbc.DIALECTS,
    layer_url_parameters=jdbc.LAYER_URL_PARAMETERS,
    url_startup=jdbc.URL_STARTUP,
    notes=("testWhileIdle, on by default, tests a connection that was idle for a minute before it is handed out.",),
    sources=(
        Reference("https://github.com/alibaba/druid/wiki/DruidDataSource配置属性列表", "1.2", "2026-11-21"),
        Reference(
            "https://github.com/alibaba/druid/blob/master/core/src/main/java/com/alibaba/druid/pool/DruidDataSource.java",
            "master",
            "2026-11-21",
        ),
    ),
)
